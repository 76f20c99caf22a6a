package io.github.fairdeal.permutation;

import io.github.fairdeal.dataset.EpochId;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/** Ways to order records that tests and the benchmark compare: ours, ours weakened, and other people's. */
enum Orders {
    /** Which record is at a position. */
    FAIRDEAL {
        @Override
        LongUnaryOperator of(EpochId id, long records) {
            return Permutation.of(id, records)::index;
        }
    },
    /** Which position a record takes: another permutation, to be judged like the first. */
    FAIRDEAL_INVERSE {
        @Override
        LongUnaryOperator of(EpochId id, long records) {
            return Permutation.of(id, records)::position;
        }
    },
    /** Our network with a third of its rounds. */
    FOUR_ROUNDS {
        @Override
        LongUnaryOperator of(EpochId id, long records) {
            return feistel(id, records, 4)::index;
        }
    },
    TWO_ROUNDS {
        @Override
        LongUnaryOperator of(EpochId id, long records) {
            return feistel(id, records, 2)::index;
        }
    },
    /** Multiply by a number coprime to N and add another one. */
    LINEAR_CONGRUENTIAL {
        @Override
        LongUnaryOperator of(EpochId id, long records) {
            SplittableRandom random = random(id);
            long multiplier = random.nextLong(1, records);
            while (greatestCommonDivisor(multiplier, records) != 1) {
                multiplier = random.nextLong(1, records);
            }
            long factor = multiplier;
            long offset = random.nextLong(records);
            return position -> (factor * position + offset) % records;
        }

        private static long greatestCommonDivisor(long a, long b) {
            return b == 0 ? a : greatestCommonDivisor(b, a % b);
        }
    },
    /** Fisher and Yates's shuffle with the JDK's generator: true chance, as far as these tests can tell. */
    FISHER_YATES {
        @Override
        LongUnaryOperator of(EpochId id, long records) {
            int[] order = shuffled(Math.toIntExact(records), random(id));
            return position -> order[(int) position];
        }
    },
    /** Hoang, Morris and Rogaway, "An enciphering scheme based on a card shuffle", CRYPTO 2012, with 48 rounds. */
    SWAP_OR_NOT {
        @Override
        LongUnaryOperator of(EpochId id, long records) {
            SplittableRandom random = random(id);
            long[] pivots = random.longs(48, 0, records).toArray();
            long[] keys = random.longs(48).toArray();
            return position -> {
                long walked = position;
                for (int i = 0; i < pivots.length; i++) {
                    long partner = pivots[i] - walked;
                    partner += (partner >> 63) & records;
                    walked = KeyStream.mix(Math.max(walked, partner) + keys[i]) < 0 ? partner : walked;
                }
                return walked;
            };
        }
    };

    abstract LongUnaryOperator of(EpochId id, long records);

    /** The same, written down. */
    int[] table(EpochId id, int records) {
        LongUnaryOperator order = of(id, records);
        int[] table = new int[records];
        for (int i = 0; i < records; i++) {
            table[i] = (int) order.applyAsLong(i);
        }
        return table;
    }

    static FeistelPermutation feistel(EpochId id, long records, int rounds) {
        return new FeistelPermutation(records, rounds, KeyStream.of(Permutation.ALGORITHM, id, records));
    }

    private static SplittableRandom random(EpochId id) {
        return new SplittableRandom(KeyStream.of("test", id, 0).next());
    }

    private static int[] shuffled(int records, SplittableRandom random) {
        int[] order = new int[records];
        for (int i = 0; i < records; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}

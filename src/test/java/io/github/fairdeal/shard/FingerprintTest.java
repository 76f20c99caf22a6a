package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

final class FingerprintTest {

    private static final List<String> WORDS = List.of("nought", "one", "two");

    /** Computed by a Python program from the class comment alone. */
    @Test
    void fingerprint_ofThreeRecords_isThatOfTheSpecification() {
        assertThat(hash(0, "nought")).isEqualTo(0x79b3c7743866f10fL);
        assertThat(hash(1, "one")).isEqualTo(0x6e32cc24cc337600L);
        assertThat(hash(2, "two")).isEqualTo(0xee518ce3f6ac72f1L);
        assertThat(fingerprint(0, 1, 2)).isEqualTo("d638207cfb46da00");
    }

    @Test
    void fingerprint_ofNothing_isZero() {
        assertThat(new Fingerprint().hex()).isEqualTo("0000000000000000");
    }

    @Test
    void fingerprint_ofAnotherOrder_isTheSame() {
        assertThat(fingerprint(2, 0, 1)).isEqualTo(fingerprint(0, 1, 2));
    }

    @Test
    void fingerprint_ofARecordLostDoubledOrExchanged_differs() {
        assertThat(fingerprint(0, 1))
                .isNotEqualTo(fingerprint(0, 1, 2))
                .isNotEqualTo(fingerprint(0, 1, 1))
                .isNotEqualTo(fingerprint(0, 0, 1))
                .isNotEqualTo(fingerprint(0, 2));
    }

    @Test
    void fingerprint_ofPayloadsThatChangedPlaces_differs() {
        Fingerprint exchanged = new Fingerprint();
        exchanged.add(hash(0, "one"));
        exchanged.add(hash(1, "nought"));

        assertThat(exchanged.hex()).isNotEqualTo(fingerprint(0, 1));
    }

    @Property(tries = 200)
    void fingerprint_ofAnyDivision_isThatOfTheWhole(
            @ForAll @Size(max = 30) @UniqueElements List<@IntRange(max = 1_000_000) Integer> indexes,
            @ForAll @IntRange(min = 1, max = 5) int parts) {
        Fingerprint whole = new Fingerprint();
        Fingerprint joined = new Fingerprint();
        for (int part = parts - 1; part >= 0; part--) {
            Fingerprint own = new Fingerprint();
            for (int i = part; i < indexes.size(); i += parts) {
                own.add(hash(indexes.get(i), "payload"));
            }
            joined.add(own);
        }
        indexes.forEach(index -> whole.add(hash(index, "payload")));

        assertThat(joined.hex()).isEqualTo(whole.hex());
    }

    @Property(tries = 200)
    void hash_ofOneBitChanged_differs(
            @ForAll @Size(min = 1, max = 40) byte[] payload, @ForAll @IntRange(max = 40 * 8 - 1) int bit) {
        byte[] changed = payload.clone();
        changed[bit / 8 % payload.length] ^= (byte) (1 << bit % 8);

        assertThat(hash(7, changed)).isNotEqualTo(hash(7, payload));
    }

    private static String fingerprint(int... indexes) {
        Fingerprint fingerprint = new Fingerprint();
        for (int index : indexes) {
            fingerprint.add(hash(index, WORDS.get(index)));
        }
        return fingerprint.hex();
    }

    private static long hash(long index, String payload) {
        return hash(index, payload.getBytes(StandardCharsets.US_ASCII));
    }

    private static long hash(long index, byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload, 0, payload.length);
        return new Fingerprint.RecordHasher().hash(index, (int) crc.getValue(), payload, 0, payload.length);
    }
}

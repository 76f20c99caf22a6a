package io.github.fairdeal.tfrecord;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Finds wanted features in {@code tf.train.Example} and {@code SequenceExample} records. Features that nobody asked for
 * are passed over on the wire, and nothing is decoded before {@link #values} asks for it.
 *
 * <p>A parser is filled again for every record and makes no object. Of a feature that comes twice the last one counts,
 * as in protobuf. Not thread-safe.
 */
public final class FeatureParser {

    private static final int ABSENT = -1;

    private final FeatureMap map;
    private final FeatureMap.Visitor noting = this::note;
    private final byte[][] names;
    /** Hash of a name to its number plus one, open addressing; 0 is free. */
    private final int[] slots;

    private final int[] begins;
    private final int[] ends;
    private final boolean[] isList;
    private final boolean[] prefersList;
    private final FeatureValues values;
    private int stepEnd;
    private int listEnd;

    private FeatureParser(FeatureMap map, List<String> names, Set<String> lists) {
        this.map = map;
        this.names = names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.begins = new int[names.size()];
        this.ends = new int[names.size()];
        this.isList = new boolean[names.size()];
        this.prefersList = new boolean[names.size()];
        this.values = new FeatureValues(map.wire());
        this.slots = new int[Integer.highestOneBit(Math.max(1, names.size())) * 4];
        for (int feature = 0; feature < this.names.length; feature++) {
            byte[] name = this.names[feature];
            prefersList[feature] = lists.contains(names.get(feature));
            int slot = hash(name, 0, name.length);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = feature + 1;
        }
    }

    /** Finds these features in Examples; features are numbered as in the list. */
    public static FeatureParser ofExamples(List<String> names) {
        return new FeatureParser(FeatureMap.ofExamples(), names, Set.of());
    }

    /**
     * Finds these features and feature lists in SequenceExamples.
     *
     * @param lists those of the names of which a feature list is wanted where a record has both; of the others it is the
     *     feature of the context
     */
    public static FeatureParser ofSequenceExamples(List<String> names, Set<String> lists) {
        return new FeatureParser(FeatureMap.ofSequenceExamples(), names, lists);
    }

    /**
     * Looks through the current record of {@code reader}.
     *
     * @throws DamagedRecordException if it is not such a message
     */
    public void parse(RecordReader reader) {
        Arrays.fill(begins, ABSENT);
        map.walk(reader, noting);
    }

    /** True if the record has the feature, in whatever place. */
    public boolean has(int feature) {
        return begins[feature] != ABSENT;
    }

    /** True if what the record has by this name is a feature list. */
    public boolean isFeatureList(int feature) {
        return isList[feature];
    }

    /**
     * Decodes a feature that is no feature list; the answer holds until the next call.
     *
     * @throws DamagedRecordException if it is not a Feature
     */
    public FeatureValues values(int feature) {
        values.read(begins[feature], ends[feature]);
        return values;
    }

    /** Counts the steps of a feature list, and stands before the first of them. */
    public int openList(int feature) {
        listEnd = ends[feature];
        int steps = 0;
        int at = begins[feature];
        while (map.step(at, listEnd)) {
            at = map.wire().delimited(listEnd);
            steps++;
        }
        stepEnd = begins[feature];
        return steps;
    }

    /** Decodes the next step of the feature list that was opened. There must be one. */
    public FeatureValues nextStep() {
        map.step(stepEnd, listEnd);
        stepEnd = map.wire().delimited(listEnd);
        values.read(map.wire().at, stepEnd);
        return values;
    }

    private void note(int nameBegin, int nameEnd, int valueBegin, int valueEnd, boolean isFeatureList) {
        byte[] buffer = map.wire().buffer();
        int slot = hash(buffer, nameBegin, nameEnd);
        while (slots[slot] != 0) {
            int feature = slots[slot] - 1;
            byte[] name = names[feature];
            if (Arrays.equals(buffer, nameBegin, nameEnd, name, 0, name.length)) {
                // The one that is preferred goes before the other, wherever it stands.
                if (isFeatureList == prefersList[feature]
                        || begins[feature] == ABSENT
                        || isFeatureList == isList[feature]) {
                    begins[feature] = valueBegin;
                    ends[feature] = valueEnd;
                    isList[feature] = isFeatureList;
                }
                return;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
    }

    private int hash(byte[] bytes, int begin, int end) {
        int hash = end - begin;
        for (int i = begin; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        return (hash ^ (hash >>> 15)) & (slots.length - 1);
    }
}

package io.github.fairdeal.job;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.shard.Fingerprint;
import io.github.fairdeal.shard.LabelCounts;
import io.github.fairdeal.shard.WrittenShard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * What a task wrote of one run of indexes.
 *
 * @param shards one a kind, in their order
 * @param packs of the images, in order; none where they are files
 * @param labelCounts records of each label; empty where the source of the images knows them
 */
record WrittenRun(List<WrittenShard> shards, List<Shard> packs, SortedMap<Long, Long> labelCounts)
        implements Serializable {

    /** Turns kinds of each run into shards of each kind. */
    static List<ShardSet> sets(Collection<RecordKind> kinds, List<WrittenRun> runs) {
        List<ShardSet> sets = new ArrayList<>();
        int place = 0;
        for (RecordKind kind : kinds) {
            int own = place++;
            List<WrittenShard> shardsOfKind =
                    runs.stream().map(run -> run.shards().get(own)).toList();
            Fingerprint fingerprint = new Fingerprint();
            shardsOfKind.forEach(shard -> fingerprint.add(shard.fingerprint()));
            sets.add(ShardSet.of(
                    kind,
                    fingerprint.hex(),
                    shardsOfKind.stream().map(WrittenShard::shard).toList()));
        }
        return sets;
    }

    /** The packs of all runs. */
    static List<Shard> packs(List<WrittenRun> runs) {
        return runs.stream().flatMap(run -> run.packs().stream()).toList();
    }

    /** Records of each label, in all runs. */
    static SortedMap<Long, Long> labelCounts(List<WrittenRun> runs) {
        LabelCounts counts = new LabelCounts();
        runs.forEach(run -> counts.add(run.labelCounts()));
        return counts.toMap();
    }
}

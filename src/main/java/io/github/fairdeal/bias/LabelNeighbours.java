package io.github.fairdeal.bias;

import java.io.Serializable;

/**
 * Runs of equal labels in a stretch, and what is needed to see across its seams. Records without a label take part with
 * {@link ShardRecorder#NO_LABEL} as if it were one; an order that has some of each is never judged. Mergeable.
 *
 * @param firstLabel label of the first record
 * @param lastLabel label of the last record
 * @param runs number of runs
 * @param firstRun length of the first run
 * @param lastRun length of the last run; the same as {@code firstRun} if there is one only
 * @param longestRun length of the longest run
 */
record LabelNeighbours(long firstLabel, long lastLabel, long runs, long firstRun, long lastRun, long longestRun)
        implements Serializable {

    /** Of this stretch and the one that follows without a gap. */
    LabelNeighbours followedBy(LabelNeighbours next) {
        if (lastLabel != next.firstLabel) {
            return new LabelNeighbours(
                    firstLabel,
                    next.lastLabel,
                    runs + next.runs,
                    firstRun,
                    next.lastRun,
                    Math.max(longestRun, next.longestRun));
        }
        long joined = lastRun + next.firstRun;
        return new LabelNeighbours(
                firstLabel,
                next.lastLabel,
                runs + next.runs - 1,
                runs == 1 ? joined : firstRun,
                next.runs == 1 ? joined : next.lastRun,
                Math.max(joined, Math.max(longestRun, next.longestRun)));
    }

    /** Observes one label after the other. */
    static final class Recorder {

        private long firstLabel;
        private long label;
        private long runs;
        private long firstRun;
        private long run;
        private long longestRun;

        void add(long next) {
            if (next == label && runs > 0) {
                run++;
                return;
            }
            endRun();
            if (runs == 0) {
                firstLabel = next;
            }
            label = next;
            run = 1;
            runs++;
        }

        LabelNeighbours snapshot() {
            return new LabelNeighbours(
                    firstLabel, label, runs, runs == 1 ? run : firstRun, run, Math.max(run, longestRun));
        }

        private void endRun() {
            longestRun = Math.max(longestRun, run);
            if (runs == 1) {
                firstRun = run;
            }
        }
    }
}

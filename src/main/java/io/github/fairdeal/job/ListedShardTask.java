package io.github.fairdeal.job;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.listing.ListedBlock;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.PackLayout;
import io.github.fairdeal.source.PathNames;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/**
 * What a task of {@link PrepareListing} does: the sorted shards of every kind of one run of indexes.
 *
 * @param storage that reads and writes
 * @param names how path records name image files
 * @param packs where image files go; null if they stay where they are
 * @param layout of the sorted shards
 * @param kinds of records to write
 * @param hasImages whether images come with the listing, and not from files
 * @param hasPixels whether those are pixels, and not PNG or JPEG files
 * @param payload what image records hold
 * @param shape of raw pixels
 * @param counter of images done
 */
record ListedShardTask(
        Storage storage,
        PathNames names,
        PackLayout packs,
        ShardLayout layout,
        List<RecordKind> kinds,
        boolean hasImages,
        boolean hasPixels,
        ImagePayload payload,
        ImageShape shape,
        TaskCounter counter)
        implements Serializable {

    private static final int COUNT_EVERY = 1_000;

    /** Writes shard number {@code shard} of every kind from its blocks, ascending. */
    WrittenRun write(int shard, Iterator<Tuple2<Long, byte[]>> blocks) throws IOException {
        boolean isQuick = packs == null && !kinds.contains(RecordKind.IMAGE);
        int countEvery = isQuick ? COUNT_EVERY : 1;
        try (ListedImageWriter writer = new ListedImageWriter(this, shard)) {
            long index = layout.first(shard);
            while (blocks.hasNext()) {
                Tuple2<Long, byte[]> block = blocks.next();
                require(block._1() == index, shard, index);
                ListedBlock.Reader images = new ListedBlock.Reader(block._2());
                while (images.next()) {
                    writer.write(index++, images);
                    if (layout.slot(index - 1) % countEvery == countEvery - 1) {
                        counter.accept(countEvery);
                    }
                }
            }
            counter.accept(layout.size(shard) % countEvery);
            require(index == layout.first(shard) + layout.size(shard), shard, index);
            return writer.finish();
        }
    }

    private void require(boolean isExpected, int shard, long index) {
        if (!isExpected) {
            throw new IllegalStateException(
                    "sorted shard %d of %d lacks the image of index %d".formatted(shard, layout.shards(), index));
        }
    }
}

package io.github.fairdeal.shard;

import io.github.fairdeal.permutation.ShardLayout;
import java.io.Serializable;

/**
 * Which indexes go into which pack. The image files of a sorted shard go into the same number of packs for every shard,
 * equal to ±1 image, so that a pack has one writer and depends on nothing but this division.
 *
 * @param shards the sorted shards
 * @param packsPerShard at least 1, at most as many as a shard has records
 */
public record PackLayout(ShardLayout shards, int packsPerShard) implements Serializable {

    public PackLayout {
        long smallest = shards.size(shards.shards() - 1);
        if (packsPerShard < 1 || packsPerShard > smallest) {
            throw new IllegalArgumentException("%,d packs a shard of %,d records".formatted(packsPerShard, smallest));
        }
        Math.multiplyExact(shards.shards(), packsPerShard);
    }

    /**
     * The layout whose packs come near a size.
     *
     * @param shards the sorted shards
     * @param imageBytes what an image takes in a pack on average, at least 1, as far as is known
     * @param packBytes what a pack shall have; at least one image goes into each
     */
    public static PackLayout of(ShardLayout shards, long imageBytes, long packBytes) {
        long smallest = shards.size(shards.shards() - 1);
        long most = Math.min(smallest, Integer.MAX_VALUE / shards.shards());
        long wanted = (Math.multiplyExact(imageBytes, shards.size(0)) - 1) / packBytes + 1;
        return new PackLayout(shards, (int) Math.min(wanted, most));
    }

    /** Number of packs. */
    public int packs() {
        return shards.shards() * packsPerShard;
    }

    /** The pack that holds an index. */
    int packOf(long index) {
        int shard = shards.shardOf(index);
        return shard * packsPerShard + inShard(shard).shardOf(index - shards.first(shard));
    }

    /** The first index of a pack. */
    long first(int pack) {
        int shard = pack / packsPerShard;
        return shards.first(shard) + inShard(shard).first(pack % packsPerShard);
    }

    private ShardLayout inShard(int shard) {
        return new ShardLayout(shards.size(shard), packsPerShard);
    }
}

package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.shard.PackedImage;
import io.github.fairdeal.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Loads the images of a batch: file bytes, then pixels. One per thread. */
final class ImageLoader implements BatchLoader {

    /** A store with 20 ms an open then gives 800 files a second. */
    private static final int REMOTE_READS_IN_FLIGHT = 16;

    private final Storage storage;
    private final String datasetFolder;
    private final ImageShape shape;
    private final DamagePolicy policy;
    private final boolean isShared;
    private final FileBytes file;
    private final FileReadAhead ahead;
    private final boolean isFolderRemote;
    private final OptionalInt readsInFlight;
    private final ImageDecoder decoder;
    private final List<String> damages = new ArrayList<>();
    private boolean hasReadAhead;
    private String lastGoodPath;
    private long lastGoodRecord;
    private long imageBytes;
    private long readNanos;
    private long decodeNanos;

    /**
     * @param packs of all loaders of a reader; not closed with this one
     */
    ImageLoader(Storage storage, OpenPacks packs, String datasetFolder, ImageShape shape, ReadOptions options) {
        this.storage = storage;
        this.datasetFolder = datasetFolder;
        this.shape = shape;
        this.policy = options.damagePolicy();
        this.isShared = options.readers() > 1;
        long maxFileBytes = FileBytes.maxBytes(shape);
        this.file = new FileBytes(storage, packs, maxFileBytes);
        this.isFolderRemote = Storage.isRemote(datasetFolder);
        this.readsInFlight = options.readsInFlight();
        int reads = Math.max(1, readsInFlight.orElse(REMOTE_READS_IN_FLIGHT) / options.decodeThreads());
        this.ahead = new FileReadAhead(reads, () -> new FileBytes(storage, packs, maxFileBytes));
        this.decoder = new ImageDecoder(
                shape,
                options.resizeMethod()
                        .map(method -> new ImageResizer(method, shape))
                        .orElse(null));
    }

    @Override
    public void announce(RecordBatch batch) {
        if (batch.kind != RecordKind.PATH) {
            return;
        }
        List<ImageRun.Part> images = new ArrayList<>();
        for (int i = 0; i < batch.size; i++) {
            if (isReadAhead(batch.paths[i])) {
                try {
                    images.add(ImageRun.Part.of(i, locate(batch.paths[i])));
                } catch (UnreadableImageException e) {
                    // Comes out when it is the record's turn.
                }
            }
        }
        if (!images.isEmpty()) {
            ahead.add(batch, images);
            hasReadAhead = true;
        }
    }

    @Override
    public boolean wantsMore() {
        return hasReadAhead && ahead.hasRoom();
    }

    @Override
    public DecodeThreads.Loaded load(RecordBatch batch) {
        imageBytes = 0;
        readNanos = 0;
        decodeNanos = 0;
        damages.clear();
        int kept = 0;
        try {
            for (int i = 0; i < batch.size; i++) {
                if (load(batch, i, kept)) {
                    batch.move(i, kept);
                    kept++;
                }
            }
        } finally {
            ahead.forget(batch);
        }
        batch.size = kept;
        ReaderMetrics cost = new ReaderMetrics(
                kept == 0 && !isShared ? 0 : 1,
                kept,
                damages.size(),
                batch.shardBytes,
                imageBytes,
                readNanos,
                decodeNanos,
                0,
                0,
                0,
                0);
        return new DecodeThreads.Loaded(batch, cost, List.copyOf(damages));
    }

    @Override
    public void close() {
        try (decoder) {
            ahead.close();
        }
    }

    /** Whether a file is read ahead of its turn: if it is not on this machine, or as the options say. */
    private boolean isReadAhead(String path) {
        if (readsInFlight.isPresent()) {
            return readsInFlight.getAsInt() > 0;
        }
        if (path.indexOf(':') < 0) {
            return isFolderRemote && !path.startsWith("/");
        }
        return Storage.isRemote(path) && !path.startsWith("file:");
    }

    /** Loads image {@code i} into place {@code to}; false if it is left out. */
    private boolean load(RecordBatch batch, int i, int to) {
        String path = batch.paths[i];
        try {
            if (batch.problems[i] != null) {
                throw batch.problems[i];
            }
            if (batch.kind == RecordKind.PATH) {
                path = locate(path);
                decode(read(batch, i, path), path, batch.pixels, to * shape.bytes());
            } else if (batch.files[i] != null) {
                decode(batch, i);
            }
            return true;
        } catch (UnreadableImageException e) {
            BadInputException damage = batch.unreadable(i, path, e);
            if (policy == DamagePolicy.FAIL) {
                throw damage;
            }
            damages.add(damage.getMessage());
            if (policy == DamagePolicy.SUBSTITUTE) {
                batch.substitute(i);
            }
            return policy == DamagePolicy.SUBSTITUTE;
        }
    }

    private FileBytes read(RecordBatch batch, int i, String path) throws UnreadableImageException {
        if (ahead.has(batch, i)) {
            try {
                return ahead.take(batch, i);
            } catch (UnreadableImageException e) {
                if (PackedImage.parse(path).isEmpty()) {
                    throw e;
                }
                // Perhaps for the sake of a neighbour: by itself it says what is wrong with it, if anything is.
            }
        }
        file.read(path);
        return file;
    }

    private void decode(FileBytes read, String path, byte[] pixels, int offset) throws UnreadableImageException {
        long begin = System.nanoTime();
        try {
            decoder.decode(read.bytes(), read.length(), pixels, offset);
        } catch (OtherSizeException e) {
            throw lastGoodPath == null ? e : e.than(lastGoodPath);
        }
        decodeNanos += System.nanoTime() - begin;
        readNanos += read.readNanos();
        imageBytes += read.length();
        lastGoodPath = path;
    }

    /** Decodes the file that an image record holds into the record's own place, and forgets the file. */
    private void decode(RecordBatch batch, int i) throws UnreadableImageException {
        long begin = System.nanoTime();
        byte[] encoded = batch.files[i];
        batch.files[i] = null;
        try {
            decoder.decode(encoded, encoded.length, batch.pixels, i * shape.bytes());
        } catch (OtherSizeException e) {
            throw lastGoodPath == null ? e : e.than("%s, record %d".formatted(lastGoodPath, lastGoodRecord));
        }
        decodeNanos += System.nanoTime() - begin;
        lastGoodPath = batch.shard(i);
        lastGoodRecord = batch.record(i);
    }

    private String locate(String path) throws UnreadableImageException {
        try {
            return storage.locate(datasetFolder, path);
        } catch (IllegalArgumentException | UsageException e) {
            throw UnreadableImageException.notAPath(e);
        }
    }
}

package io.github.fairdeal.offenders.job;

import io.github.fairdeal.storage.Storage;
import org.apache.hadoop.conf.Configuration;

/** Keeps Hadoop's fence: the one exception there is. */
public final class SettingsFromAJob {

    Storage storage(Configuration configuration) {
        return Storage.of(configuration);
    }
}

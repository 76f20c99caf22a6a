package io.github.fairdeal.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class MaskedCrc32cTest {

    private final MaskedCrc32c checksum = new MaskedCrc32c();

    @Test
    void checkString_hasThePublishedCrc() {
        assertThat(plain("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
    }

    /** RFC 3720, appendix B.4. */
    @Test
    void iscsiVectors_haveThePublishedCrc() {
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        byte[] ascending = new byte[32];
        byte[] descending = new byte[32];
        for (int i = 0; i < 32; i++) {
            ascending[i] = (byte) i;
            descending[i] = (byte) (31 - i);
        }

        assertThat(plain(new byte[32])).isEqualTo(0x8a9136aa);
        assertThat(plain(ones)).isEqualTo(0x62a8ab43);
        assertThat(plain(ascending)).isEqualTo(0x46dd794e);
        assertThat(plain(descending)).isEqualTo(0x113fdb5c);
    }

    @Test
    void mask_isARotationByFifteenBitsPlusTheConstant() {
        assertThat(MaskedCrc32c.mask(0)).isEqualTo(0xa282ead8);
        assertThat(MaskedCrc32c.mask(0x8000)).isEqualTo(0xa282ead9);
        assertThat(MaskedCrc32c.mask(0xe3069283)).isEqualTo((int) (0x2507c60dL + 0xa282ead8L));
    }

    @Property
    void unmask_undoesMask(@ForAll int crc) {
        assertThat(MaskedCrc32c.unmask(MaskedCrc32c.mask(crc))).isEqualTo(crc);
    }

    @Test
    void checksum_ofARange_ignoresWhatIsAround() {
        byte[] padded = "..123456789..".getBytes(StandardCharsets.US_ASCII);

        assertThat(MaskedCrc32c.unmask(checksum.of(padded, 2, 9))).isEqualTo(0xe3069283);
    }

    private int plain(byte[] bytes) {
        return MaskedCrc32c.unmask(checksum.of(bytes, 0, bytes.length));
    }
}

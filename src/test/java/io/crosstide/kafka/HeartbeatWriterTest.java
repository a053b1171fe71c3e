package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.Type;
import org.junit.jupiter.api.Test;

/** Read with the schemas of MirrorMaker 2's class Heartbeat, in words of Kafka's own. */
class HeartbeatWriterTest {
  private static final Schema KEY =
      new Schema(
          new Field("sourceClusterAlias", Type.STRING),
          new Field("targetClusterAlias", Type.STRING));
  private static final Schema VALUE =
      new Schema(new Field("version", Type.INT16), new Field("timestamp", Type.INT64));

  @Test
  void shouldNameTheTwoClusters() {
    ByteBuffer key = ByteBuffer.wrap(HeartbeatWriter.key("nyc", "l-o_n"));

    Struct read = KEY.read(key);

    assertThat(read.getString("sourceClusterAlias")).isEqualTo("nyc");
    assertThat(read.getString("targetClusterAlias")).isEqualTo("l-o_n");
    assertThat(key.hasRemaining()).isFalse();
  }

  @Test
  void shouldTellVersionAndTime() {
    ByteBuffer value = ByteBuffer.wrap(HeartbeatWriter.value(1_767_225_600_123L));

    Struct read = VALUE.read(value);

    assertThat(read.getShort("version")).isZero();
    assertThat(read.getLong("timestamp")).isEqualTo(1_767_225_600_123L);
    assertThat(value.hasRemaining()).isFalse();
  }
}

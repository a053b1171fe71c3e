package io.crosstide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CrosstideContenderTest {
  @Test
  void shouldRecordItsOptionsWithoutThePlacesOfThisMachine() {
    var contender =
        CrosstideContender.onJvm(
            "crosstide", Path.of("run.jar"), "-Xmx1g -XX:AOTCache=/a/b.aot", "-Da=/c/d -Xss1m");

    assertThat(contender.settings())
        .containsEntry("runtime", "JVM -Xmx1g -XX:AOTCache=b.aot; with TLS -Da=d -Xss1m");
  }
}

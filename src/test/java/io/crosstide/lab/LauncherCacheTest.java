package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The start-up cache that {@code ./crosstide rehearse} makes. */
@DisabledOnOs(OS.WINDOWS)
class LauncherCacheTest extends LauncherRig {
  @Test
  void shouldStartFromTheCacheWhereItFitsTheJarAndTheJdk() throws Exception {
    Path old = jdk("a-21", "21.0.5");
    jdk("b-25", "25.0.1");
    String option = "[-XX:AOTCache=" + cache + "]";

    assertThat(run(Map.of(), "run").out()).contains(option);
    assertThat(run(Map.of("CROSSTIDE_JAVA_OPTS", "-Xmx1g"), "run").out()).doesNotContain(option);
    assertThat(run(Map.of("JAVA_HOME", old.toString()), "run").out()).doesNotContain(option);
    touch(jar);
    assertThat(run(Map.of(), "run").out()).doesNotContain(option);
  }

  @Test
  void shouldRehearseWhenTheCacheIsOlderThanTheJarAndGoOnWithoutItWhereThatFails()
      throws Exception {
    jdk("b-25", "25.0.1");
    assertThat(run(Map.of(), "rehearse").err()).isEmpty();

    touch(jar);
    assertThat(run(Map.of(), "rehearse").err()).contains("rehearsing").contains("failed");
    assertThat(Files.readString(clone.resolve("target/rehearsal.log")))
        .endsWith("[io.crosstide.lab.demo.Demo]\n[--check]\n[--records]\n[4000]\n");
    assertThat(run(Map.of(), "bench").out()).contains("[io.crosstide.bench.Bench]");
  }
}

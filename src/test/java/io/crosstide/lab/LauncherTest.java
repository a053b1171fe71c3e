package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What {@code ./crosstide} runs, and how. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest extends LauncherRig {
  @Test
  void shouldTakeTheNewestJdkWithLongSupportWhenJavaHomeAndPathAreTooOld() throws Exception {
    jdk("a-21", "21.0.5");
    jdk("b-25", "25.0.1");
    jdk("c-26", "26");
    jdk("d-8", "1.8.0_402");
    Path old = jdk("old", "17.0.9");

    assertThat(run(Map.of("JAVA_HOME", old.toString()), "validate", "x.yaml").out())
        .startsWith("java of b-25 ");
  }

  @Test
  void shouldTakeJavaHomeWhenItFits() throws Exception {
    Path home = jdk("a-21", "21.0.5");
    jdk("b-25", "25.0.1");

    assertThat(run(Map.of("JAVA_HOME", home.toString()), "version").out())
        .startsWith("java of a-21 ");
  }

  @Test
  void shouldTakeThePathsJdkWhenItFits() throws Exception {
    jdk("on-path", "23.0.1");
    jdk("b-25", "25.0.1");

    assertThat(run(Map.of(), "version").out()).startsWith("java of on-path ");
  }

  @Test
  void shouldSayWhatToInstallWhenThereIsNoJdk() throws Exception {
    Files.delete(jdk("a-25", "25.0.1").resolve("bin/javac"));
    Outcome outcome = run(Map.of(), "version");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("needs a JDK of version 21 or newer").contains("Install");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void shouldRunTheProgramInTheCallersDirectoryWithItsArgumentsAsTheyAre() throws Exception {
    jdk("b-25", "25.0.1");
    Outcome outcome = run(Map.of(), "run", "--flow", "nyc->lon", "a b.yaml");

    assertThat(outcome.exit()).isEqualTo(42);
    assertThat(outcome.out().lines())
        .contains("in " + elsewhere)
        .endsWith("[-jar]", "[" + jar + "]", "[run]", "[--flow]", "[nyc->lon]", "[a b.yaml]");
  }

  @Test
  void shouldLetJvmOptionsBeReplaced() throws Exception {
    jdk("b-25", "25.0.1");

    assertThat(run(Map.of(), "version").out()).contains("[-XX:+UseSerialGC]");
    assertThat(run(Map.of("CROSSTIDE_JAVA_OPTS", "-Xmx1g -Da=b"), "version").out())
        .contains("[-Xmx1g]\n[-Da=b]\n[-jar]")
        .doesNotContain("SerialGC");
  }

  @Test
  void shouldGiveEncryptedFlowsTheSecondCompiler() throws Exception {
    jdk("b-25", "25.0.1");
    Path plain = Files.writeString(dir.resolve("plain.yaml"), "properties: {acks: all}");
    Path tls =
        Files.writeString(dir.resolve("tls.yaml"), "properties: {security.protocol: SASL_SSL}");
    String one = "[-XX:TieredStopAtLevel=1]";
    String both = "[-XX:CompilerDirectivesFile=" + clone + "/src/main/jvm/compilers.json]";

    assertThat(run(Map.of(), "run", "--topology", plain.toString()).out())
        .contains(one)
        .doesNotContain(both);
    assertThat(run(Map.of(), "run", "--topology", tls.toString()).out())
        .contains(both)
        .doesNotContain(one);
    assertThat(run(Map.of(), "run", "--topology=" + tls).out()).contains(both);
    assertThat(run(Map.of(), "run", "--topology=git+https://localhost/x").out()).contains(both);
    assertThat(run(Map.of(), "plan", "--topology", tls.toString()).out()).contains(one);
  }

  @Test
  void shouldBuildOnlyWhenSomethingIsNewerThanTheJar() throws Exception {
    jdk("b-25", "25.0.1");
    assertThat(run(Map.of(), "version").err()).isEmpty();

    touch(source);
    assertThat(run(Map.of(), "version").err())
        .contains("crosstide: building")
        .contains("mvnw -q -B -ntp -Dquick package\n" + clone);
    Files.delete(jar);
    assertThat(run(Map.of(), "version").err()).contains("crosstide: building");
  }

  @Test
  void shouldRunTheTestsInTheClone() throws Exception {
    jdk("b-25", "25.0.1");

    assertThat(run(Map.of(), "test", "-Dtest=X").out())
        .isEqualTo("mvnw -B -ntp verify -Dtest=X\n" + clone + "\n");
  }

  @Test
  void shouldRunTheTestsOfTheNativeExecutableWithTheNativeImageThatIsThere() throws Exception {
    jdk("b-25", "25.0.1");
    executable(clone.resolve("mvnw"), "echo \"mvnw $* with $GRAALVM_HOME\"");
    Path graalvm = dir.resolve("graalvm");
    executable(graalvm.resolve("bin/native-image"), "exit 0");
    Map<String, String> environment = Map.of("GRAALVM_HOME", graalvm.toString());

    assertThat(run(environment, "test-native", "-Dit.test=X").out())
        .isEqualTo("mvnw -B -ntp -Dnative verify -Dit.test=X with " + graalvm + "\n");
    Files.createSymbolicLink(dir.resolve("bin/native-image"), graalvm.resolve("bin/native-image"));
    assertThat(run(Map.of("GRAALVM_HOME", ""), "test-native").out()).endsWith(graalvm + "\n");
  }

  @Test
  void shouldSayThatThereIsNoNativeImage() throws Exception {
    jdk("b-25", "25.0.1");
    Outcome outcome = run(Map.of("GRAALVM_HOME", ""), "test-native");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("no native-image here").contains("GRAALVM_HOME");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void shouldRunTheDemoWithTheLaboratorysClassPath() throws Exception {
    jdk("b-25", "25.0.1");

    assertThat(run(Map.of(), "demo", "--check").out())
        .contains("[-Dcrosstide.home=" + clone + "]")
        .contains("target/classes:" + library + ":" + dir.resolve("libs/b.jar") + "]")
        .endsWith("[io.crosstide.lab.demo.Demo]\n[--check]\n");
  }

  @Test
  void shouldBuildForTheDemoWhenALibraryIsGone() throws Exception {
    jdk("b-25", "25.0.1");
    assertThat(run(Map.of(), "demo").err()).isEmpty();
    Files.delete(library);

    assertThat(run(Map.of(), "demo").err()).contains("crosstide: building");
  }

  @Test
  void shouldRunTheBenchmarkWithTheLaboratorysClassPathAndTellItWhereMirrorMakersIs()
      throws Exception {
    jdk("b-25", "25.0.1");
    Outcome outcome = run(Map.of(), "bench", "run", "a b");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("[-Dcrosstide.home=" + clone + "]\n[-Dcrosstide.jar=" + jar + "]\n")
        .contains("[-Dcrosstide.mm2.classpath.file=" + mirrorMaker + "]")
        .contains("target/classes:" + library + ":" + dir.resolve("libs/b.jar") + "]")
        .endsWith("[io.crosstide.bench.Bench]\n[run]\n[a b]\n");
  }

  @Test
  void shouldBuildForTheBenchmarkWhatIsOutOfDateAndNothingElse() throws Exception {
    jdk("b-25", "25.0.1");
    touch(clone.resolve("bench/jmh/java/Micro.java"));
    write(clone.resolve("bench/results/today.md"), "fast");
    assertThat(run(Map.of(), "bench").err()).isEmpty();

    touch(clone.resolve("bench/src/java/Bench.java"));
    assertThat(run(Map.of(), "bench").err()).contains("-Dquick package").doesNotContain("mm2");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(9)));
    touch(clone.resolve("bench/mm2/pom.xml"));
    assertThat(run(Map.of(), "bench").err())
        .contains("-f bench/mm2/pom.xml package")
        .doesNotContain("-Dquick");
  }

  @Test
  void shouldRunMicroBenchmarksWithJmhFromABuildDirectoryOfTheirOwn() throws Exception {
    jdk("b-25", "25.0.1");
    Outcome outcome = run(Map.of(), "bench", "micro", "Sift", "-f", "2");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("target/jmh/test-classes:" + clone + "/target/jmh/classes:" + library + "]")
        .endsWith("[org.openjdk.jmh.Main]\n[-prof]\n[gc]\n[Sift]\n[-f]\n[2]\n");
  }

  @Test
  void shouldBuildMicroBenchmarksWhenTheyOrTheProgramChanged() throws Exception {
    jdk("b-25", "25.0.1");
    Files.delete(jar);
    assertThat(run(Map.of(), "bench", "micro").err()).isEmpty();

    for (Path changed : List.of(source, clone.resolve("bench/jmh/java/Micro.java"))) {
      touch(changed);
      assertThat(run(Map.of(), "bench", "micro").err())
          .contains("mvnw -q -B -ntp -Dquick -Djmh process-test-classes\n" + clone);
      Files.setLastModifiedTime(changed, FileTime.from(LONG_AGO));
    }
  }

  @Test
  void shouldFindItsCloneThroughALink() throws Exception {
    jdk("b-25", "25.0.1");
    Path link = Files.createSymbolicLink(dir.resolve("bin/ct"), clone.resolve("crosstide"));

    assertThat(run(link, Map.of(), List.of("version")).out()).contains("[" + jar + "]");
  }
}

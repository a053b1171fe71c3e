package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code ./crosstide} in a made-up clone with made-up JDKs, whose java says how it is called.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path dir;
  private Path clone;
  private Path jar;
  private Path source;
  private Path library;
  private Path mirrorMaker;
  private Path cache;
  private Path elsewhere;

  private record Outcome(int exit, String out, String err) {}

  @BeforeEach
  void layOut() throws IOException {
    dir = dir.toRealPath();
    clone = Files.createDirectories(dir.resolve("clone"));
    elsewhere = Files.createDirectories(dir.resolve("elsewhere"));
    Path launcher = clone.resolve("crosstide");
    Files.copy(Path.of("crosstide"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    jar = write(clone.resolve("target/quarkus-app/quarkus-run.jar"), "jar");
    source = write(clone.resolve("src/main/java/Some.java"), "source");
    write(clone.resolve("pom.xml"), "pom");
    library = write(dir.resolve("libs/a.jar"), "jar");
    write(
        clone.resolve("target/lab.classpath"),
        library + ":" + write(dir.resolve("libs/b.jar"), ""));
    write(clone.resolve("bench/src/java/Bench.java"), "source");
    write(clone.resolve("bench/jmh/java/Micro.java"), "source");
    write(clone.resolve("bench/mm2/pom.xml"), "pom");
    mirrorMaker = write(clone.resolve("bench/mm2/target/mm2.classpath"), library.toString());
    write(clone.resolve("target/jmh/lab.classpath"), library.toString());
    executable(clone.resolve("mvnw"), "echo mvnw \"$@\"; pwd; touch \"" + jar + "\"");
    for (String sources : List.of("src", "bench")) {
      try (var all = Files.walk(clone.resolve(sources))) {
        for (Path file : all.toList()) {
          Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
        }
      }
    }
    Files.setLastModifiedTime(clone.resolve("pom.xml"), FileTime.from(LONG_AGO));
    cache = write(clone.resolve("target/crosstide.aot"), "cache");
    jdk("on-path", "17.0.9");
    executable(
        dir.resolve("bin/java"), "echo '    java.home = " + dir.resolve("jdks/on-path") + "' >&2");
  }

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

  private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
    return run(clone.resolve("crosstide"), environment, List.of(arguments));
  }

  private Outcome run(Path launcher, Map<String, String> environment, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    Path out = dir.resolve("out");
    Path err = dir.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(elsewhere.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("JAVA_HOME|CROSSTIDE_.*"));
    builder.environment().put("PATH", dir.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("CROSSTIDE_JDKS", dir.resolve("jdks").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Path jdk(String name, String version) throws IOException {
    Path jdk = dir.resolve("jdks").resolve(name);
    write(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    executable(jdk.resolve("bin/javac"), "exit 0");
    executable(
        jdk.resolve("bin/java"),
        "echo 'java of " + name + " '; echo \"in $PWD\"; printf '[%s]\\n' \"$@\"; exit 42");
    return jdk;
  }

  /** Newer than everything that is written here. */
  private static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
  }

  private static void executable(Path file, String script) throws IOException {
    write(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}

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
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code ./crosstide} in a made-up clone with made-up JDKs, whose java says how it is called.
 */
abstract class LauncherRig {
  static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path dir;
  Path clone;
  Path jar;
  Path source;
  Path library;
  Path mirrorMaker;
  Path cache;
  Path elsewhere;

  record Outcome(int exit, String out, String err) {}

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

  Outcome run(Map<String, String> environment, String... arguments) throws Exception {
    return run(clone.resolve("crosstide"), environment, List.of(arguments));
  }

  Outcome run(Path launcher, Map<String, String> environment, List<String> arguments)
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

  Path jdk(String name, String version) throws IOException {
    Path jdk = dir.resolve("jdks").resolve(name);
    write(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    executable(jdk.resolve("bin/javac"), "exit 0");
    executable(
        jdk.resolve("bin/java"),
        "echo 'java of " + name + " '; echo \"in $PWD\"; printf '[%s]\\n' \"$@\"; exit 42");
    return jdk;
  }

  /** Newer than everything that is written here. */
  static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
  }

  static void executable(Path file, String script) throws IOException {
    write(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}

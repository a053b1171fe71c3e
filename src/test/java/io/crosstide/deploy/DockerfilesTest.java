package io.crosstide.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the images are made of and how they start. They are built in CI. */
class DockerfilesTest {
  private static final Pattern VARIABLE = Pattern.compile("(?m)^readonly (\\w+)=['\"](.*)['\"]$");

  @ParameterizedTest
  @ValueSource(strings = {"native", "jvm"})
  void shouldKeepToThePolicy(String kind) throws IOException {
    assertThat(read(kind).violations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ships what it was built with | FROM eclipse-temurin:25-jdk AS build |",
        "no version | FROM eclipse-temurin:25-jdk | FROM eclipse-temurin",
        "no version | FROM eclipse-temurin:25-jdk | FROM eclipse-temurin:latest",
        "runs as root | USER 65532:65532 |",
        "runs as root | USER 65532:65532 | USER nonroot",
        "runs as root | USER 65532:65532 | USER 0:0",
        "puts a shell | ENTRYPOINT [\"java\" | ENTRYPOINT java #",
        "needs a shell | EXPOSE 8080 | RUN chmod 755 /opt",
        "adds what it may fetch | EXPOSE 8080 | ADD https://x.example.net/y /y",
        "stopped otherwise | STOPSIGNAL SIGTERM |",
        "its version | org.opencontainers.image.version | version"
      })
  void shouldSee(String complaint, String what, String instead) throws IOException {
    String text = text("jvm");
    assertThat(text).contains(what);

    String broken = text.replace(what, instead == null ? "" : instead);

    assertThat(Dockerfile.parse(broken).violations())
        .singleElement()
        .asString()
        .contains(complaint);
  }

  @Test
  void shouldStartTheJvmAsTheLauncherDoesForEncryptedFlows() throws IOException {
    String launcher = Files.readString(Path.of("crosstide"));
    String options =
        "$COMPILERS $COMMON_OPTS"
            .replace("$COMPILERS", variable(launcher, "COMPILERS"))
            .replace("$COMMON_OPTS", variable(launcher, "COMMON_OPTS"))
            .replace("$home/src/main/jvm/", "/opt/crosstide/")
            .replace("$NATIVE", variable(launcher, "NATIVE"));

    List<String> words = read("jvm").words("ENTRYPOINT");

    assertThat(words.subList(1, words.size() - 2)).containsExactly(options.split(" "));
  }

  @Test
  void shouldBoundTheNativeHeapAsTheJvms() throws IOException {
    String options = variable(Files.readString(Path.of("crosstide")), "COMMON_OPTS");
    Matcher heap = Pattern.compile("-Xmx(\\w+)").matcher(options);
    assertThat(heap.find()).isTrue();

    assertThat(Files.readString(Path.of("src/main/resources/application.yaml")))
        .contains("- -R:MaxHeapSize=" + heap.group(1) + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jvm"})
  void shouldSendTheBuilderWhatItCopiesAndNoMore(String kind) throws IOException {
    List<String> sent =
        Files.readAllLines(Path.of(".dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();

    assertThat(read(kind).sources())
        .containsExactlyInAnyOrderElementsOf(sent)
        .allSatisfy(source -> assertThat(Path.of(source)).exists());
  }

  private static Dockerfile read(String kind) throws IOException {
    return Dockerfile.parse(text(kind));
  }

  private static String text(String kind) throws IOException {
    return Files.readString(Path.of("Dockerfile." + kind));
  }

  private static String variable(String script, String name) {
    return VARIABLE
        .matcher(script)
        .results()
        .filter(found -> found.group(1).equals(name))
        .map(found -> found.group(2))
        .findFirst()
        .orElseThrow();
  }
}

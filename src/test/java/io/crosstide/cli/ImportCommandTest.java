package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.GoldenFile;
import io.crosstide.topology.ReadResult;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportCommandTest {
  private static final String FOLDER = "src/test/resources/mm2/";

  static final String BOTH =
      """
      clusters=nyc,lon
      nyc.bootstrap.servers=n:1
      lon.bootstrap.servers=l:1
      nyc->lon.enabled=true""";

  static final String STRIMZI =
      """
      kind: KafkaMirrorMaker2
      spec:
        clusters:
          - { alias: nyc, bootstrapServers: "n:1" }
          - { alias: lon, bootstrapServers: "l:1" }
        mirrors: [{ sourceCluster: nyc, targetCluster: lno }]
      """;

  @TempDir Path dir;

  private final CommandRun run = new CommandRun();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "active-active.properties",
        "identity-hub.properties",
        "identity-circle.properties",
        "strimzi-v1beta2.yaml",
        "strimzi-v1.yaml"
      })
  void shouldPrintATopologyThatCanBeUsed(String file) {
    assertThat(run.execute("import", FOLDER + file)).as(run.err()).isZero();

    ReadResult read = TopologyReader.read("imported", run.out());
    assertThat(read.problems()).isEmpty();
    assertThat(read.topology()).isPresent();
    GoldenFile.assertMatches(
        Path.of("src/test/resources/golden/cli", "import-" + file + ".txt"), run.out());
  }

  @Test
  void shouldNeverPrintASecret() {
    run.execute("import", FOLDER + "active-active.properties");

    assertThat(run.out() + run.err()).doesNotContain("hunter2", "secret-of-a-plugin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nyc.sasl.jaas.config = M required username=\"u\" password=\"hunter2\";",
        "nyc.sasl.jaas.config = M required username=u password=hunter2;",
        "nyc.sasl.jaas.config = M required pin=\"hunter2\" password=\"${env:P}\";",
        "nyc.sasl.jaas.config = M required password=\"${env:P}hunter2\";",
        "nyc.sasl.jaas.config = M required password = hunter2;",
        "nyc.ssl.key.password = ${env:P}hunter2",
        "nyc->lon.producer.override.ssl.key.password = hunter2",
        "ssl.truststore.password = hunter2",
        "nyc.admin.sasl.oauthbearer.client.credentials.client.secret = hunter2",
        "nyc.unknown = hunter2",
        "nyc.sasl.jaas.config = hunter2",
      })
  void shouldNeverPrintASecretWhereverItStands(String line) throws Exception {
    Path file = Files.writeString(dir.resolve("mm2.properties"), BOTH + "\n" + line + "\n");

    assertThat(run.execute("import", file.toString())).as(run.err()).isZero();

    assertThat(run.out() + run.err()).doesNotContain("hunter2");
  }

  @Test
  void shouldSaySomethingOfEveryProperty() throws Exception {
    Path file = Path.of(FOLDER + "active-active.properties");
    run.execute("import", file.toString());

    java.util.Properties all = new java.util.Properties();
    all.load(Files.newBufferedReader(file));
    for (String name : all.stringPropertyNames()) {
      assertThat(run.out()).contains("#   " + name + " (line ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nyc.bootstrap.servers = x:1 | says no clusters",
        "clusters = nyc | enables no flow",
        "clusters = nyc,lon\\nnyc->lon.enabled=true | says no brokers of cluster nyc",
        "a = \\u00zz | line 1: a backslash and u",
        "BOTH\\nreplication.policy.class = com.example.Ours | line 5: the names that Ours gives",
        "BOTH\\nreplication.policy.separator = ~ | line 5: a separator of other characters",
        "BOTH\\ntopics = | line 5: topics is blank, which matches no topic: nothing is mirrored",
        "BOTH\\nnyc->lon.topics = , | line 5: nyc->lon.topics is blank",
        "BOTH\\ntopics = a[ | line 5: topics: bad regular expression a[",
        "BOTH\\nreplication.factor = two | line 5: replication.factor is not a whole number",
        "STRIMZI | spec.mirrors[0]: names the cluster \"lno\", which is not there",
        "kind: KafkaMirrorMaker2\\nspec: {} | spec.clusters: is missing",
        "kind: KafkaMirrorMaker2\\n  spec: [ | line 2: is not YAML here",
      })
  void shouldNameThePlaceAndTheMend(String text, String message) throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("mm2"),
            text.replace("\\n", "\n").replace("BOTH", BOTH).replace("STRIMZI", STRIMZI));

    assertThat(run.execute("import", file.toString())).isEqualTo(1);

    assertThat(run.err()).contains(file + ": ").contains(message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void shouldSayThatTheFileIsNotThere() {
    assertThat(run.execute("import", "no/such.properties")).isEqualTo(1);
    assertThat(run.err()).contains("no/such.properties: no such file");
  }
}

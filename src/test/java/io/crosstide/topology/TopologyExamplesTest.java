package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** The files that are shipped in topologies/. */
class TopologyExamplesTest {
  private static final Path FOLDER = Path.of("topologies");
  private static final List<String> TOPICS =
      List.of(
          "orders",
          "payments",
          "customer-eu",
          "customer-scratch",
          "sales",
          "inventory-7",
          "price-list",
          "telemetry",
          "alarms",
          "orders-anonymised",
          "orders-pii",
          "clickstream-web",
          "legacy-x",
          "billing-invoices",
          "nyc.orders",
          "__consumer_offsets",
          "heartbeats");

  static Stream<Path> examples() {
    return Golden.yamlFiles(FOLDER).stream();
  }

  @Test
  void shouldShipOneExamplePerPatternAndPurpose() {
    assertThat(examples().map(Golden::baseName))
        .containsExactlyInAnyOrder(
            "hub-and-spoke",
            "active-active",
            "active-standby",
            "edge-aggregation",
            "compliance-subset",
            "cloud-migration");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldExpandAsRecorded(Path example) {
    ReadResult result = TopologyReader.read(example);

    assertThat(result.problems()).isEmpty();
    String expanded =
        result.topology().orElseThrow().flows().stream()
            .map(TopologyExamplesTest::describe)
            .collect(Collectors.joining("\n"));
    Golden.check(
        Golden.FOLDER.resolve("examples").resolve(Golden.baseName(example) + ".txt"), expanded);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldFitTheSchema(Path example) throws IOException {
    assertThat(schema().validate(json(Files.readString(example)))).isEmpty();
    assertThat(Files.readAllLines(example).getFirst())
        .isEqualTo("# yaml-language-server: $schema=crosstide.schema.json");
  }

  private static JsonSchema schema() {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(TopologySchema.json());
  }

  private static JsonNode json(String yaml) {
    LoaderOptions options = new LoaderOptions();
    DumperOptions dumper = new DumperOptions();
    Yaml loader =
        new Yaml(
            new SafeConstructor(options), new Representer(dumper), dumper, options, new NoDates());
    return new ObjectMapper().valueToTree(loader.load(yaml));
  }

  /** JSON has no dates: an instant is text, as editors see it. */
  private static final class NoDates extends Resolver {
    @Override
    public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
      if (!tag.equals(Tag.TIMESTAMP)) {
        super.addImplicitResolver(tag, regexp, first, limit);
      }
    }
  }

  private static String describe(Flow flow) {
    StringBuilder text = new StringBuilder(flow.name()).append('\n');
    text.append("  ").append(flow.limits()).append('\n');
    text.append("  forward ").append(flow.forward()).append(", merge ").append(flow.merge());
    text.append(", refresh ").append(flow.topicRefresh()).append('\n');
    for (Side side : Side.values()) {
      text.append("  ").append(side).append(" producer ");
      text.append(flow.clientProperties(side, Role.PRODUCER)).append('\n');
    }
    for (String topic : TOPICS) {
      flow.plan(topic).ifPresent(plan -> text.append(describe(plan)));
    }
    return text.toString();
  }

  private static String describe(TopicPlan plan) {
    StringBuilder text = new StringBuilder("  " + plan.sourceTopic() + " => " + plan.targetTopic());
    text.append(", ").append(plan.start()).append(", ").append(plan.isolation());
    plan.replicationFactor().ifPresent(factor -> text.append(", replicas ").append(factor));
    plan.bytesPerSecond().ifPresent(bytes -> text.append(", bytes/s ").append(bytes));
    return text.append('\n').toString();
  }
}

package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.flow.Right.Operation;
import io.crosstide.topology.NamePattern;
import io.crosstide.topology.Side;
import io.crosstide.topology.TopologyReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredRightsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "adopt: true                               | ALTER_CONFIGS",
        "configs: {'*': target, a: source}         | ALTER_CONFIGS",
        "configs: {'*': target}                    | DESCRIBE_CONFIGS",
        "configs: {'*': at-creation, a: ignore}    | DESCRIBE_CONFIGS",
        "merge: true                               | DESCRIBE_CONFIGS",
      })
  void shouldAskForTheRightToAlterConfigsWhereAnyAreAlteredOnly(String line, Operation needed) {
    var read =
        TopologyReader.read(
            "t.yaml",
            """
            clusters: {nyc: {bootstrap: "n:1"}, lon: {bootstrap: "l:1"}}
            flows: {nyc->lon: {%s}}
            """
                .formatted(line));

    var rights = RequiredRights.of(read.topology().orElseThrow().flows().getFirst());

    assertThat(rights)
        .filteredOn(right -> right.side() == Side.TARGET)
        .filteredOn(right -> right.pattern().equals(new NamePattern("nyc.", true)))
        .extracting(Right::operation)
        .contains(needed)
        .doesNotContain(
            needed == Operation.ALTER_CONFIGS
                ? Operation.DESCRIBE_CONFIGS
                : Operation.ALTER_CONFIGS);
  }
}

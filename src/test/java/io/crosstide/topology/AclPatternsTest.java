package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AclPatternsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "orders ; orders",
        "/orders-.*/ ; orders-+",
        "/orders.*/ ; orders+",
        "/(orders|payments)/ ; orders payments",
        "/orders(-eu|-us)?/ ; orders orders-eu orders-us",
        "/(orders|payments)-[0-9]+/ ; orders-+ payments-+",
        "/.*-orders/ ; *",
        "/.*/ ; *",
        "/(ab)*c/ ; ab+ c",
        "/(or)ders\\1/ ; *",
      })
  void shouldFollowAnExpressionAsFarAsAclsCan(String include, String patterns) {
    Flow flow = flow("include: ['" + include + "']");

    assertThat(words(flow.sourcePatterns())).isEqualTo(patterns);
  }

  @Test
  void shouldNameTopicsOfTheTargetAsTheFlowWritesThem() {
    assertThat(words(flow("include: [orders, /p-.*/]").targetPatterns()))
        .isEqualTo("nyc.orders nyc.p-+");
    assertThat(words(flow("{ include: [orders, a], rename: { orders: o } }").targetPatterns()))
        .isEqualTo("nyc.a o");
    assertThat(words(flow("{ include: [/.*/], naming: identity }").targetPatterns()))
        .isEqualTo("*");
  }

  @Test
  void shouldCoverTheNumbersOfTopicsThatBeginAnew() {
    assertThat(
            words(flow("{ include: [orders, /p-.*/], on-source-reset: fresh }").targetPatterns()))
        .isEqualTo("nyc.orders nyc.orders.+ nyc.p-+");
  }

  /** Whatever a set holds, an ACL that the patterns give covers it. */
  @Test
  void shouldCoverEveryNameOfTheSet() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<String> names =
          random
              .ints(1 + random.nextInt(30), 0, 1 << 12)
              .mapToObj(n -> "t" + Integer.toString(n, 7).replace('0', '-'))
              .toList();
      List<NamePattern> patterns = AclPatterns.covering(NameSet.ofNames(names));
      assertThat(names)
          .allMatch(
              name -> patterns.stream().anyMatch(p -> p.covers(new NamePattern(name, false))));
    }
  }

  private static Flow flow(String settings) {
    String yaml =
        """
        clusters: { nyc: { bootstrap: "n:1" }, lon: { bootstrap: "l:1" } }
        flows:
          nyc->lon: %s
        """
            .formatted(settings.startsWith("{") ? settings : "{ " + settings + " }");
    return TopologyReader.read("test", yaml).topology().orElseThrow().flows().getFirst();
  }

  private static String words(List<NamePattern> patterns) {
    return String.join(
        " ", patterns.stream().map(p -> p.text() + (p.prefixed() ? "+" : "")).toList());
  }
}

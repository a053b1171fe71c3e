package io.crosstide.reconcile;

import static io.crosstide.reconcile.Acls.IDENTITY;
import static io.crosstide.reconcile.Acls.PREFIX;
import static io.crosstide.reconcile.Acls.acl;
import static io.crosstide.reconcile.Acls.acls;
import static io.crosstide.reconcile.Acls.scope;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a flow nyc->lon copies of ACLs at nyc, some of which flows have created there. */
class SourceAclsTest {
  private static final String SYNC = "\n    acls: { sync: true }";
  private static final String SYNC_GROUPS = "\n    acls: { sync: true, groups: true }";
  private static final String FORWARD = "\n    forward: true";
  private static final Acl OF_TOPIC = acl("ALLOW User:a READ literal orders");
  private static final Acl OF_GROUP = acl("ALLOW User:a READ group-literal shop");

  private static Set<Acl> copied(String settings, Acl acl, String... creators) {
    return SourceAcls.of(scope(settings, "orders"), Set.of(acl), Map.of(acl, Set.of(creators)))
        .copied();
  }

  @ParameterizedTest
  @ValueSource(strings = {PREFIX, IDENTITY, PREFIX + FORWARD, IDENTITY + FORWARD})
  void shouldPassNoGroupOnThatAFlowCreated(String settings) {
    Acl zombie = acl("DENY User:a READ group-prefixed sh");

    assertThat(copied(settings + SYNC_GROUPS, OF_GROUP)).containsExactly(OF_GROUP);
    assertThat(copied(settings + SYNC_GROUPS, OF_GROUP, "lon->nyc")).isEmpty();
    assertThat(copied(settings + SYNC_GROUPS, zombie, "lon->nyc")).isEmpty();
    assertThat(copied(settings + SYNC_GROUPS, OF_GROUP, "par->nyc"))
        .as("over a third cluster it comes back as well")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {IDENTITY, PREFIX + "\n    rename: { orders: orders }"})
  void shouldPassNoTopicOnThatAFlowCreatedWhereNamesDoNotTell(String settings) {
    assertThat(copied(settings + SYNC, OF_TOPIC)).containsExactly(OF_TOPIC);
    assertThat(copied(settings + SYNC, OF_TOPIC, "lon->nyc")).isEmpty();
    assertThat(copied(settings + SYNC, OF_TOPIC, "par->nyc")).isEmpty();
  }

  @Test
  void shouldPassOnWhatItForwardsButNotStraightBack() {
    String settings = IDENTITY + FORWARD + SYNC;

    assertThat(copied(settings, OF_TOPIC, "par->nyc")).containsExactly(OF_TOPIC);
    assertThat(copied(settings, OF_TOPIC, "par->nyc", "lon->nyc")).containsExactly(OF_TOPIC);
    assertThat(copied(settings, OF_TOPIC, "lon->nyc")).isEmpty();
  }

  @Test
  void shouldPassOnWhateverBearsAPrefixWithoutAskingWhoCreatedIt() {
    assertThat(copied(PREFIX + SYNC, OF_TOPIC, "lon->nyc")).containsExactly(OF_TOPIC);
  }

  @ParameterizedTest
  @CsvSource({"naming: prefix,false", "naming: identity,true", "rename: { orders: all },true"})
  void shouldAskWhoCreatedThemOnlyWhereItMatters(String naming, boolean asks) {
    assertThat(scope(naming + SYNC).desired().asksForCreators()).isEqualTo(asks);
    assertThat(scope(naming + SYNC_GROUPS).desired().asksForCreators()).isTrue();
    assertThat(scope(naming).desired().asksForCreators()).as("ACLs are off").isFalse();
  }

  @Test
  void shouldTellWhatItPassesOver() {
    Acl other = acl("ALLOW User:a READ literal foreign");
    Acl second = acl("ALLOW User:b READ literal orders");
    Map<Acl, Set<String>> creators =
        Map.of(OF_TOPIC, Set.of("x->nyc"), other, Set.of("x->nyc"), second, Set.of("x->nyc"));

    SourceAcls acls = SourceAcls.of(scope(IDENTITY + SYNC, "orders"), creators.keySet(), creators);

    assertThat(acls.copied()).isEmpty();
    assertThat(acls.passedOver().orElseThrow())
        .as("without the one that is not about the flow's topics")
        .hasToString(
            "leave "
                + OF_TOPIC
                + " and 1 more: flows created it there, so it is not the source's own");
    assertThat(
            SourceAcls.of(
                    scope(IDENTITY + SYNC, "orders"),
                    acls("ALLOW User:a READ literal orders"),
                    Map.of())
                .passedOver())
        .isEmpty();
  }
}

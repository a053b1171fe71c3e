package io.crosstide.reconcile;

import static io.crosstide.reconcile.Acls.IDENTITY;
import static io.crosstide.reconcile.Acls.PREFIX;
import static io.crosstide.reconcile.Acls.acls;
import static io.crosstide.reconcile.Acls.created;
import static io.crosstide.reconcile.Acls.mirrors;
import static io.crosstide.reconcile.Acls.scope;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose names an ACL of the source is about at the target. */
class AclScopeTest {
  @Test
  void shouldTranslateEveryKindOfPatternToThePrefix() {
    AclScope scope = scope(PREFIX, "orders", "orders-eu", "team-a");

    assertThat(created(scope, "ALLOW User:a READ literal orders"))
        .isEqualTo(acls("ALLOW User:a READ literal nyc.orders"));
    assertThat(created(scope, "ALLOW User:a READ prefixed ord"))
        .isEqualTo(acls("ALLOW User:a READ prefixed nyc.ord"));
    assertThat(created(scope, "ALLOW User:a READ literal *"))
        .isEqualTo(acls("ALLOW User:a READ prefixed nyc."));
  }

  @Test
  void shouldTakeTheTopicsOneByOneWhereNamesAreKept() {
    AclScope scope = scope(IDENTITY, "orders", "orders-eu", "team-a", "foreign");

    assertThat(created(scope, "ALLOW User:a READ literal orders"))
        .isEqualTo(acls("ALLOW User:a READ literal orders"));
    assertThat(created(scope, "ALLOW User:a READ prefixed ord"))
        .isEqualTo(acls("ALLOW User:a READ literal orders", "ALLOW User:a READ literal orders-eu"));
    assertThat(created(scope, "ALLOW User:a READ literal *"))
        .as("* at the target would be every topic there")
        .isEqualTo(
            acls(
                "ALLOW User:a READ literal orders",
                "ALLOW User:a READ literal orders-eu",
                "ALLOW User:a READ literal team-a"));
  }

  @Test
  void shouldFollowRenames() {
    AclScope scope = scope(PREFIX + "\n    rename: { orders: all-orders }", "orders", "orders-eu");

    assertThat(created(scope, "ALLOW User:a READ literal orders"))
        .isEqualTo(acls("ALLOW User:a READ literal all-orders"));
    assertThat(created(scope, "ALLOW User:a READ literal *"))
        .isEqualTo(acls("ALLOW User:a READ prefixed nyc.", "ALLOW User:a READ literal all-orders"));
  }

  @Test
  void shouldGrantNoTopicThatARenamePutUnderAnothersPattern() {
    AclScope scope =
        scope(
            "include: [orders, special]\n    rename: { special: nyc.orders-secret }",
            "orders",
            "special");

    assertThat(created(scope, "ALLOW User:a READ prefixed orders"))
        .as("nyc.orders* would let User:a read special's mirror")
        .isEqualTo(acls("ALLOW User:a READ literal nyc.orders"));
  }

  @Test
  void shouldGrantNoTopicOfTheTargetThatBearsThePrefixByChance() {
    AclScope scope =
        scope(PREFIX, List.of("orders", "team-a"), List.of("nyc.orders", "nyc.team-secret"));

    assertThat(created(scope, "ALLOW User:a READ literal *"))
        .isEqualTo(
            acls("ALLOW User:a READ literal nyc.orders", "ALLOW User:a READ literal nyc.team-a"));
    assertThat(created(scope, "ALLOW User:a READ prefixed ord"))
        .isEqualTo(acls("ALLOW User:a READ prefixed nyc.ord"));
  }

  @Test
  void shouldKeepThePatternOverMirrorsOfTopicsThatAreGone() {
    AclScope scope = scope(PREFIX, List.of("orders"), mirrors("nyc.orders", "nyc.orders-gone"));

    assertThat(created(scope, "ALLOW User:a READ literal *"))
        .isEqualTo(acls("ALLOW User:a READ prefixed nyc."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nyc.salaries", "nyc.team-left-out-since", "nyc.orders.2"})
  void shouldGrantNoMirrorThatIsNotItsOwn(String other) {
    AclScope scope = scope("include: [orders]", List.of("orders"), mirrors("nyc.orders", other));

    assertThat(created(scope, "ALLOW User:a READ literal *"))
        .as("another flow renames to it, or this one takes it no longer")
        .isEqualTo(acls("ALLOW User:a READ literal nyc.orders"));
  }

  @Test
  void shouldKeepThePatternOverEveryTargetOfATopicThatIsCreatedAgain() {
    AclScope scope =
        scope(
            "include: [orders]\n    on-source-reset: fresh",
            List.of("orders"),
            mirrors("nyc.orders", "nyc.orders.2"));

    assertThat(created(scope, "ALLOW User:a READ literal *"))
        .isEqualTo(acls("ALLOW User:a READ prefixed nyc."));
  }

  @Test
  void shouldGrantNoTopicThatAnotherFlowMayWriteTomorrow() {
    String other = "\n  nyc-east->lon: { include: [salaries], separator: '-' }";
    AclScope scope = scope("include: [/ord.*/]\n    separator: '-'" + other, "orders");

    assertThat(created(scope, "ALLOW User:a READ literal *", "DENY User:b READ literal *"))
        .as("nyc-* holds nyc-east-salaries as well")
        .isEqualTo(
            acls("ALLOW User:a READ literal nyc-orders", "DENY User:b READ literal nyc-orders"));
    assertThat(created(scope, "ALLOW User:a READ prefixed ord"))
        .isEqualTo(acls("ALLOW User:a READ prefixed nyc-ord"));
  }

  @Test
  void shouldDenyBeforeThereIsATopic() {
    AclScope scope = scope(PREFIX, "orders");

    assertThat(
            created(
                scope,
                "DENY User:a READ prefixed team-sec",
                "DENY User:a READ prefixed te",
                "DENY User:a READ literal special",
                "DENY User:a READ prefixed audit",
                "ALLOW User:a READ prefixed team-"))
        .as("topics like audit it never takes, and nobody is allowed what is not there")
        .isEqualTo(
            acls(
                "DENY User:a READ prefixed nyc.team-sec",
                "DENY User:a READ prefixed nyc.te",
                "DENY User:a READ literal nyc.special"));
    assertThat(created(scope(PREFIX), "DENY User:a READ literal *"))
        .isEqualTo(acls("DENY User:a READ prefixed nyc."));
    assertThat(created(scope(IDENTITY), "DENY User:a READ literal *"))
        .as("* at the target would be every topic there")
        .isEmpty();
  }

  @Test
  void shouldLeaveTopicsAloneThatTheFlowDoesNotTake() {
    AclScope scope = scope(PREFIX, "orders", "foreign");
    AclPlan plan =
        AclPlanner.plan(
            scope,
            acls("ALLOW User:a READ literal foreign", "ALLOW User:a WRITE prefixed fore"),
            Set.of(),
            Set.of());

    assertThat(plan).isEqualTo(AclPlan.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {PREFIX, IDENTITY})
  void shouldTakeNoRightsAwayWhenTopicsCannotBeSeenForAMoment(String settings) {
    Set<Acl> source = acls("ALLOW User:a READ prefixed orders", "ALLOW User:b READ literal *");
    AclPlan before = AclPlanner.plan(scope(settings, "orders"), source, Set.of(), Set.of());
    Set<Acl> atTarget = created(before);

    AclPlan blind = AclPlanner.plan(scope(settings), source, atTarget, before.record());

    assertThat(atTarget).isNotEmpty();
    assertThat(blind).isEqualTo(AclPlan.NONE);
  }
}

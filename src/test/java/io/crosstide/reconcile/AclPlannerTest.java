package io.crosstide.reconcile;

import static io.crosstide.reconcile.Acls.PREFIX;
import static io.crosstide.reconcile.Acls.acl;
import static io.crosstide.reconcile.Acls.acls;
import static io.crosstide.reconcile.Acls.created;
import static io.crosstide.reconcile.Acls.deleted;
import static io.crosstide.reconcile.Acls.scope;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AclPlannerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "WRITE",
        "CREATE",
        "DELETE",
        "ALTER",
        "ALTER_CONFIGS",
        "CLUSTER_ACTION",
        "IDEMPOTENT_WRITE",
        "TWO_PHASE_COMMIT"
      })
  void shouldLetNobodyWriteIntoAMirror(String operation) {
    AclPlan plan =
        AclPlanner.plan(
            scope(PREFIX, "orders"),
            acls("ALLOW User:a " + operation + " literal orders"),
            Set.of(),
            Set.of());

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.leftAlone()).singleElement().asString().contains("not for readers");
  }

  @Test
  void shouldMakeReadAndDescribeOfAllowAll() {
    assertThat(created(scope(PREFIX, "orders"), "ALLOW User:a ALL literal orders"))
        .isEqualTo(
            acls(
                "ALLOW User:a READ literal nyc.orders",
                "ALLOW User:a DESCRIBE literal nyc.orders"));
  }

  @Test
  void shouldKeepDeniesAndHosts() {
    assertThat(
            created(
                scope(PREFIX, "orders"),
                "DENY User:* READ literal orders 10.0.0.1",
                "DENY User:a ALL prefixed orders",
                "DENY User:b WRITE literal orders 10.0.0.2"))
        .isEqualTo(
            acls(
                "DENY User:* READ literal nyc.orders 10.0.0.1",
                "DENY User:a ALL prefixed nyc.orders",
                "DENY User:b WRITE literal nyc.orders 10.0.0.2"));
  }

  @ParameterizedTest
  @CsvSource({
    "DENY User:* READ literal orders,true",
    "DENY User:* ALL literal *,true",
    "DENY User:* READ literal orders 10.0.0.1,false",
    "DENY User:a READ literal orders,false",
    "ALLOW User:* READ literal orders,false"
  })
  void shouldSayWhenOnlyASuperUserCanGoOnMirroring(String acl, boolean said) {
    AclPlan plan = AclPlanner.plan(scope(PREFIX, "orders"), acls(acl), Set.of(), Set.of());

    assertThat(plan.changes()).isNotEmpty();
    assertThat(plan.changes().getFirst().why().contains("super user")).isEqualTo(said);
  }

  @Test
  void shouldNotDenyWritingToTheMirrorItself() {
    AclPlan plan =
        AclPlanner.plan(
            scope(PREFIX, "orders"), acls("DENY User:* WRITE literal orders"), Set.of(), Set.of());

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.leftAlone()).singleElement().asString().contains("mirror itself");
  }

  @Test
  void shouldCopyGroupsOnlyWhenAskedTo() {
    String read = "ALLOW User:a READ group-literal shop";
    String all = "ALLOW User:a ALL group-prefixed sh";
    String delete = "ALLOW User:a DELETE group-literal shop";
    String everyGroup = "ALLOW User:a READ group-literal *";

    assertThat(created(scope(PREFIX, "orders"), read, all)).isEmpty();
    assertThat(
            created(
                scope(PREFIX + "\n    acls: { groups: true }", "orders"),
                read,
                all,
                delete,
                everyGroup))
        .isEqualTo(
            acls(
                "ALLOW User:a READ group-literal shop",
                "ALLOW User:a READ group-prefixed sh",
                "ALLOW User:a DESCRIBE group-prefixed sh"));
  }

  @Test
  void shouldSayOnceThatGroupsAreLeftAlone() {
    AclPlan plan =
        AclPlanner.plan(
            scope(PREFIX, "orders"),
            acls(
                "ALLOW User:b READ group-literal shop",
                "ALLOW User:a READ group-literal shop",
                "DENY User:c READ group-literal shop"),
            Set.of(),
            Set.of());

    assertThat(plan.leftAlone())
        .singleElement()
        .hasToString(
            "leave ALLOW User:a READ on GROUP:LITERAL:shop from host * and 2 more: ACLs of groups"
                + " are synced with \"groups: true\" alone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DENY User:* READ group-literal *",
        "DENY User:a READ group-literal *",
        "DENY User:* READ group-prefixed __crosstide-",
        "DENY User:* ALL group-prefixed __",
        "DENY User:* DESCRIBE group-literal __crosstide-nyc->lon",
        "DENY User:a READ group-prefixed __crosstide-nyc",
        "ALLOW User:a READ group-literal __crosstide-lon->nyc",
        "ALLOW User:a ALL group-prefixed __crosstide-"
      })
  void shouldTouchNeitherEveryGroupNorThoseOfFlows(String acl) {
    AclPlan plan =
        AclPlanner.plan(
            scope(PREFIX + "\n    acls: { groups: true }", "orders"),
            acls(acl),
            Set.of(),
            Set.of());

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.leftAlone()).singleElement().asString().containsAnyOf("every group", "lanes");
  }

  @Test
  void shouldDenyGroupsOfApplications() {
    String[] denies = {
      "DENY User:* READ group-literal shop",
      "DENY User:a ALL group-prefixed sh",
      "ALLOW User:a READ group-prefixed _"
    };

    assertThat(created(scope(PREFIX + "\n    acls: { groups: true }", "orders"), denies))
        .isEqualTo(acls(denies));
  }

  @Test
  void shouldNotDenyWritingToTheMirrorItselfByAnotherName() {
    AclScope scope = scope(PREFIX + "\n    acls: { rename: { User:a: User:* } }", "orders");

    assertThat(created(scope, "DENY User:a WRITE literal orders")).isEmpty();
  }

  @Test
  void shouldFilterAndRenamePrincipals() {
    AclScope scope =
        scope(
            PREFIX
                + "\n    acls: { include: [/User:.*/], exclude: [User:mirror],"
                + " rename: { User:a: User:b } }",
            "orders");
    AclPlan plan =
        AclPlanner.plan(
            scope,
            acls(
                "ALLOW User:a READ literal orders",
                "ALLOW User:mirror READ literal orders",
                "ALLOW Group:x READ literal orders"),
            Set.of(),
            Set.of());

    assertThat(created(plan)).isEqualTo(acls("ALLOW User:b READ literal nyc.orders"));
    assertThat(plan.leftAlone()).hasSize(2).allMatch(left -> left.why().contains("not synced"));
  }

  @Test
  void shouldPlanNothingOnceItIsDone() {
    AclScope scope = scope(PREFIX, "orders");
    Set<Acl> source = acls("ALLOW User:a ALL literal orders", "ALLOW User:b READ literal *");
    AclPlan first = AclPlanner.plan(scope, source, Set.of(), Set.of());
    Set<Acl> atTarget = created(first);

    AclPlan second = AclPlanner.plan(scope, source, atTarget, first.record());

    assertThat(first.record()).isEqualTo(atTarget);
    assertThat(second).isEqualTo(AclPlan.NONE);
  }

  @Test
  void shouldRevokeOnlyWhatItHasCreated() {
    AclScope scope = scope(PREFIX, "orders");
    Set<Acl> atTarget =
        acls("ALLOW User:a READ literal nyc.orders", "ALLOW User:b READ literal nyc.orders");

    AclPlan plan =
        AclPlanner.plan(scope, Set.of(), atTarget, acls("ALLOW User:a READ literal nyc.orders"));

    assertThat(deleted(plan)).containsExactly(acl("ALLOW User:a READ literal nyc.orders"));
    assertThat(plan.forget()).as("its own until it is gone").isEmpty();

    AclPlan after =
        AclPlanner.plan(
            scope,
            Set.of(),
            acls("ALLOW User:b READ literal nyc.orders"),
            acls("ALLOW User:a READ literal nyc.orders"));
    assertThat(after.changes()).isEmpty();
    assertThat(after.forget()).isEqualTo(acls("ALLOW User:a READ literal nyc.orders"));
  }

  @Test
  void shouldNotTakeForItsOwnWhatWasThere() {
    Set<Acl> there = acls("ALLOW User:a READ literal nyc.orders");

    AclPlan plan =
        AclPlanner.plan(
            scope(PREFIX, "orders"), acls("ALLOW User:a READ literal orders"), there, Set.of());

    assertThat(plan).isEqualTo(AclPlan.NONE);
  }
}

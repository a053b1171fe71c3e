package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncPolicyTest {
  private static ReadResult read(String rest) {
    return TopologyReader.read(
        "t.yaml",
        """
        clusters:
          nyc: { bootstrap: "n:1" }
          lon: { bootstrap: "l:1" }
        %s
        """
            .formatted(rest));
  }

  private static SyncPolicy sync(String rest) {
    ReadResult result = read(rest);
    assertThat(result.problems()).isEmpty();
    return result.topology().orElseThrow().flow("nyc->lon").orElseThrow().sync();
  }

  @Test
  void shouldSyncConfigsAndNoAclsUnlessToldTo() {
    SyncPolicy sync = sync("flows: { nyc->lon: }");

    assertThat(sync.configs()).isEqualTo(ConfigPolicy.PRESET);
    assertThat(sync.refresh()).isEqualTo(Duration.ofSeconds(60));
    assertThat(sync.acls().sync()).isFalse();
    assertThat(sync.acls().groups()).isFalse();
    assertThat(sync.acls().principal("User:a")).contains("User:a");
  }

  @Test
  void shouldKnowTheOwnerOfEachConfig() {
    ConfigPolicy configs =
        sync("flows: { nyc->lon: { configs: { retention.ms: target, '*': ignore, x: source } } }")
            .configs();

    assertThat(configs.owner("retention.ms")).isEqualTo(ConfigOwner.TARGET);
    assertThat(configs.owner("x")).isEqualTo(ConfigOwner.SOURCE);
    assertThat(configs.owner("cleanup.policy")).isEqualTo(ConfigOwner.IGNORE);
    assertThat(configs.owner("min.insync.replicas"))
        .as("what depends on the cluster is not one of the others")
        .isEqualTo(ConfigOwner.TARGET);
    assertThat(ConfigPolicy.PRESET.owner("cleanup.policy")).isEqualTo(ConfigOwner.SOURCE);
  }

  @Test
  void shouldJoinAclSettingsKeyByKey() {
    AclPolicy acls =
        sync("""
                defaults:
                  acls: { sync: true, exclude: [User:mirror], rename: { "User:a": "User:x" } }
                flows:
                  nyc->lon: { acls: { groups: true, rename: { "User:b": "User:y" } } }
                """)
            .acls();

    assertThat(acls.sync()).isTrue();
    assertThat(acls.groups()).isTrue();
    assertThat(acls.principal("User:mirror")).isEmpty();
    assertThat(acls.principal("User:a")).as("a map replaces a map").contains("User:a");
    assertThat(acls.principal("User:b")).contains("User:y");
  }

  @Test
  void shouldLetExcludesWinOverIncludes() {
    AclPolicy acls =
        sync("""
                flows:
                  nyc->lon:
                    acls: { include: [/User:.*/, "Group:ops, and more"], exclude: [/.*-admin/] }
                """)
            .acls();

    assertThat(acls.principal("User:a")).isPresent();
    assertThat(acls.principal("Group:ops, and more")).isPresent();
    assertThat(acls.principal("Group:others")).isEmpty();
    assertThat(acls.principal("User:db-admin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ configs: { retention.ms: mine } }",
        "{ configs: { 'retention ms': source } }",
        "{ acls: { include: [alice] } }",
        "{ acls: { include: ['/(/'] } }",
        "{ acls: { rename: { alice: 'User:b' } } }",
        "{ acls: { sync: maybe } }",
        "{ acls: yes }",
        "{ sync-refresh: 0s }",
        "{ sync-refresh: 2000h }"
      })
  void shouldRefuseWhatCannotBeMeant(String settings) {
    assertThat(read("flows: { nyc->lon: " + settings + " }").topology()).isEmpty();
  }
}

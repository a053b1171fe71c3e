package io.crosstide.flow;

import io.crosstide.lab.LabCluster;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Clusters with an authorizer. Who connects without a password is a super user; alice, bob and
 * carol may do what ACLs grant them.
 */
final class Guarded {
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required ";
  private static final List<String> USERS = List.of("alice", "bob", "carol");

  private Guarded() {}

  static LabCluster started(String name) {
    StringBuilder users = new StringBuilder(PLAIN);
    USERS.forEach(user -> users.append("user_%s=\"%s-secret\" ".formatted(user, user)));
    return LabCluster.named(name)
        .listener("OPEN", "PLAINTEXT")
        .listener("GUARDED", "SASL_PLAINTEXT")
        .property("sasl.enabled.mechanisms", "PLAIN")
        .property("listener.name.guarded.plain.sasl.jaas.config", users.toString().strip() + ";")
        .property(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
        .property("super.users", "User:ANONYMOUS")
        .start();
  }

  /** How a user connects to the listener GUARDED. */
  static Map<String, String> properties(String user) {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        PLAIN + "username=\"%s\" password=\"%s-secret\";".formatted(user, user));
  }

  /** What a user may do with a topic; nothing when it may not even see it. */
  static Set<AclOperation> rights(LabCluster cluster, String user, String topic) {
    Map<String, Object> as = new HashMap<>(properties(user));
    as.put("bootstrap.servers", cluster.bootstrap("GUARDED"));
    var withRights = new DescribeTopicsOptions().includeAuthorizedOperations(true);
    try (Admin admin = Admin.create(as)) {
      return new HashSet<>(
          admin
              .describeTopics(List.of(topic), withRights)
              .allTopicNames()
              .get()
              .get(topic)
              .authorizedOperations());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicAuthorizationException) {
        return Set.of();
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static AclBinding allow(String user, AclOperation operation, PatternType pattern, String topic) {
    ResourcePattern resource = new ResourcePattern(ResourceType.TOPIC, topic, pattern);
    return acl(user, operation, AclPermissionType.ALLOW, resource);
  }

  static AclBinding allowGroup(
      String user, AclOperation operation, PatternType pattern, String group) {
    ResourcePattern resource = new ResourcePattern(ResourceType.GROUP, group, pattern);
    return acl(user, operation, AclPermissionType.ALLOW, resource);
  }

  static AclBinding deny(String user, AclOperation operation, PatternType pattern, String topic) {
    ResourcePattern resource = new ResourcePattern(ResourceType.TOPIC, topic, pattern);
    return acl(user, operation, AclPermissionType.DENY, resource);
  }

  /** Something that is granted on every resource of a type, or on the cluster. */
  static AclBinding allow(String user, AclOperation operation, ResourceType type) {
    String name = type == ResourceType.CLUSTER ? "kafka-cluster" : "*";
    return new AclBinding(
        new ResourcePattern(type, name, PatternType.LITERAL),
        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }

  private static AclBinding acl(
      String user, AclOperation operation, AclPermissionType permission, ResourcePattern resource) {
    return new AclBinding(
        resource, new AccessControlEntry("User:" + user, "*", operation, permission));
  }

  static void grant(LabCluster cluster, AclBinding... acls) {
    answer(cluster.admin().createAcls(List.of(acls)).all());
  }

  static void revoke(LabCluster cluster, AclBinding... acls) {
    answer(
        cluster.admin().deleteAcls(Arrays.stream(acls).map(AclBinding::toFilter).toList()).all());
  }

  static Set<AclBinding> all(LabCluster cluster) {
    return new HashSet<>(answer(cluster.admin().describeAcls(AclBindingFilter.ANY).values()));
  }

  static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

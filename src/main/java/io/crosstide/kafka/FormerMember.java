package io.crosstide.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * What is left in the group of an instance that was killed and is started again: its lanes would
 * rest until its session is over.
 */
final class FormerMember {
  private static final long ANSWER_MS = 5_000;
  private static final Logger LOG = Logger.getLogger(FormerMember.class);

  private FormerMember() {}

  /** Removes whoever goes by this instance's name; mostly there is none. */
  static void remove(GroupSettings settings, ClusterProperties target) {
    String name = settings.instance().orElseThrow();
    Map<String, Object> properties = target.forAdmin("crosstide-group-" + name);
    try (Admin admin = Admin.create(properties)) {
      admin
          .removeMembersFromConsumerGroup(
              settings.group(),
              new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(name))))
          .all()
          .get(ANSWER_MS, TimeUnit.MILLISECONDS);
      LOG.infof("group=%s the former member %s is removed", settings.group(), name);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.debugf("group=%s no former member %s: %s", settings.group(), name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

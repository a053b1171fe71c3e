package io.crosstide.mirrormaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ClientNamesTest {
  @Test
  void shouldKnowEveryPropertyOfKafkasClients() {
    Set<String> names = new TreeSet<>(ConsumerConfig.configNames());
    names.addAll(ProducerConfig.configNames());
    names.addAll(AdminClientConfig.configNames());

    assertThat(names).allMatch(ClientNames::known);
  }

  @Test
  void shouldNotTakeAMistypedNameForOne() {
    assertThat(ClientNames.known("fetch.min.byte")).isFalse();
  }
}

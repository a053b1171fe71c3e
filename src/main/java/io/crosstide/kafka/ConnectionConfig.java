package io.crosstide.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Client properties reduced to what a connection needs: addresses, TLS, SASL, time-outs, backoffs.
 * The admin client's definition is that set and nothing more, so consumer and producer properties
 * beside it are ignored. Values are never logged: they hold secrets.
 */
final class ConnectionConfig extends AdminClientConfig {
  /** Lets the operating system size socket buffers: a fixed size caps throughput on long lines. */
  private static final String SIZED_BY_SYSTEM = "-1";

  private ConnectionConfig(Map<String, String> properties) {
    super(properties, false);
  }

  static ConnectionConfig of(String clientId, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>();
    all.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    all.put(CommonClientConfigs.RECEIVE_BUFFER_CONFIG, SIZED_BY_SYSTEM);
    all.put(CommonClientConfigs.SEND_BUFFER_CONFIG, SIZED_BY_SYSTEM);
    all.putAll(properties);
    return new ConnectionConfig(all);
  }
}

package io.crosstide.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosstide.reconcile.Acl;
import io.crosstide.reconcile.ConfigRecord;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a flow has set or created at its target beside records, as a record of the ledger's topic.
 * The key is text: {@code v1/flow/sync/config/nyc.orders}, {@code v1/flow/sync/acl/} and the ACL;
 * the value is JSON. Readers of ledgers pass such keys over: they have another number of parts.
 */
sealed interface SyncEntry {
  ObjectMapper JSON = new ObjectMapper();

  /** The flow whose it is. */
  String flow();

  byte[] key();

  byte[] value();

  /** Configs of a target topic. */
  record OfTopic(String flow, String topic, ConfigRecord configs) implements SyncEntry {
    @Override
    public byte[] key() {
      return SyncEntry.key(flow, "config", topic);
    }

    /** Null, which deletes it, when nothing is left. */
    @Override
    public byte[] value() {
      if (configs.configs().isEmpty()) {
        return null;
      }
      ObjectNode json = JSON.createObjectNode().put("topicId", configs.topicId());
      configs.configs().forEach(json.putObject("configs")::put);
      return bytes(json);
    }
  }

  /**
   * An ACL.
   *
   * @param present false deletes it
   */
  record OfAcl(String flow, Acl acl, boolean present) implements SyncEntry {
    @Override
    public byte[] key() {
      return SyncEntry.key(flow, "acl", acl.toString());
    }

    @Override
    public byte[] value() {
      return present ? bytes(json(acl)) : null;
    }
  }

  private static byte[] key(String flow, String kind, String subject) {
    String escaped = URLEncoder.encode(subject, StandardCharsets.UTF_8);
    return ("v1/" + flow + "/sync/" + kind + "/" + escaped).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings always make JSON", e);
    }
  }

  /**
   * What a record of the topic says.
   *
   * @return empty when it is something else, a ledger mostly
   * @throws IOException when the value can't be read
   */
  static Optional<SyncEntry> parse(byte[] key, byte[] value) throws IOException {
    String[] parts =
        key == null ? new String[0] : new String(key, StandardCharsets.UTF_8).split("/", -1);
    if (parts.length != 5 || !parts[0].equals("v1") || !parts[2].equals("sync")) {
      return Optional.empty();
    }
    String flow = parts[1];
    return switch (parts[3]) {
      case "config" ->
          Optional.of(
              new OfTopic(
                  flow, URLDecoder.decode(parts[4], StandardCharsets.UTF_8), configs(value)));
      case "acl" -> Optional.of(new OfAcl(flow, acl(JSON.readTree(value)), true));
      default -> Optional.empty();
    };
  }

  private static ObjectNode json(Acl acl) {
    return JSON.createObjectNode()
        .put("resource", acl.resource().name())
        .put("pattern", acl.pattern().name())
        .put("name", acl.name())
        .put("principal", acl.principal())
        .put("host", acl.host())
        .put("operation", acl.operation())
        .put("permission", acl.permission().name());
  }

  private static Acl acl(JsonNode json) {
    return new Acl(
        Acl.Resource.valueOf(json.path("resource").asText()),
        Acl.Pattern.valueOf(json.path("pattern").asText()),
        json.path("name").asText(),
        json.path("principal").asText(),
        json.path("host").asText(),
        json.path("operation").asText(),
        Acl.Permission.valueOf(json.path("permission").asText()));
  }

  private static ConfigRecord configs(byte[] value) throws IOException {
    JsonNode json = JSON.readTree(value);
    Map<String, String> configs = new HashMap<>();
    json.path("configs").properties().forEach(e -> configs.put(e.getKey(), e.getValue().asText()));
    return new ConfigRecord(json.path("topicId").asText(), configs);
  }
}

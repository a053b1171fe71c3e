package io.crosstide.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * Speaks just enough of Kafka's protocol that a source fetches from it; what it answers to a fetch
 * is the test's. Knows no sessions, no topic ids, and one topic, whose partition n is led by node
 * n.
 */
final class ScriptedBroker implements AutoCloseable {
  static final String TOPIC = "orders";

  /** The last version that names topics. */
  private static final short FETCH_VERSION = 12;

  private static final short METADATA_VERSION = 9;
  private static final short API_VERSIONS_VERSION = 3;

  /** Answers one fetch: writes whatever it likes to the connection. */
  interface Script {
    void answer(FetchRequest request, int correlationId, DataOutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Script script;
  private final List<ScriptedBroker> cluster;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private ScriptedBroker(Script script, List<ScriptedBroker> cluster) throws IOException {
    this.script = script;
    this.cluster = cluster;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** One cluster of as many brokers as there are scripts. */
  static List<ScriptedBroker> cluster(Script... scripts) throws IOException {
    List<ScriptedBroker> cluster = new ArrayList<>();
    for (Script script : scripts) {
      cluster.add(new ScriptedBroker(script, cluster));
    }
    cluster.forEach(broker -> broker.threads.execute(broker::accept));
    return cluster;
  }

  String bootstrap() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      threads.shutdown();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        ByteBuffer request = ByteBuffer.wrap(in.readNBytes(in.readInt()));
        answer(RequestHeader.parse(request), request, out);
        out.flush();
      }
    } catch (IOException closed) {
      sockets.remove(socket);
    }
  }

  private void answer(RequestHeader header, ByteBuffer request, DataOutputStream out)
      throws IOException {
    int id = header.correlationId();
    switch (header.apiKey()) {
      case API_VERSIONS ->
          out.write(framed(id, ApiKeys.API_VERSIONS, API_VERSIONS_VERSION, versions()));
      case METADATA -> out.write(framed(id, ApiKeys.METADATA, METADATA_VERSION, metadata()));
      case FETCH -> {
        var accessor = new org.apache.kafka.common.protocol.ByteBufferAccessor(request);
        script.answer(FetchRequest.parse(accessor, header.apiVersion()), id, out);
      }
      default -> throw new IOException("not asked for " + header.apiKey());
    }
  }

  /** As it goes over the line. */
  static byte[] framed(int correlationId, FetchResponseData data) {
    return framed(correlationId, ApiKeys.FETCH, FETCH_VERSION, data);
  }

  private static byte[] framed(int correlationId, ApiKeys key, short version, ApiMessage body) {
    short headerVersion = key.responseHeaderVersion(version);
    ByteBuffer header =
        MessageUtil.toByteBufferAccessor(
                new ResponseHeaderData().setCorrelationId(correlationId), headerVersion)
            .buffer();
    ByteBuffer content = MessageUtil.toByteBufferAccessor(body, version).buffer();
    ByteBuffer frame = ByteBuffer.allocate(4 + header.remaining() + content.remaining());
    return frame.putInt(header.remaining() + content.remaining()).put(header).put(content).array();
  }

  private static ApiVersionsResponseData versions() {
    ApiVersionsResponseData data = new ApiVersionsResponseData();
    version(data, ApiKeys.API_VERSIONS, API_VERSIONS_VERSION);
    version(data, ApiKeys.METADATA, METADATA_VERSION);
    version(data, ApiKeys.FETCH, FETCH_VERSION);
    return data;
  }

  private static void version(ApiVersionsResponseData data, ApiKeys key, short version) {
    data.apiKeys()
        .add(
            new ApiVersionsResponseData.ApiVersion()
                .setApiKey(key.id)
                .setMinVersion(version)
                .setMaxVersion(version));
  }

  private MetadataResponseData metadata() {
    MetadataResponseData data = new MetadataResponseData().setClusterId("scripted");
    var topic = new MetadataResponseData.MetadataResponseTopic().setName(TOPIC);
    for (int node = 0; node < cluster.size(); node++) {
      data.brokers()
          .add(
              new MetadataResponseData.MetadataResponseBroker()
                  .setNodeId(node)
                  .setHost("127.0.0.1")
                  .setPort(cluster.get(node).server.getLocalPort()));
      topic
          .partitions()
          .add(
              new MetadataResponseData.MetadataResponsePartition()
                  .setPartitionIndex(node)
                  .setLeaderId(node)
                  .setReplicaNodes(List.of(node))
                  .setIsrNodes(List.of(node)));
    }
    data.topics().add(topic);
    return data;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}

package io.crosstide.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/**
 * A cluster of {@link BrokerProcess}es, each broker and controller, optionally with a {@link
 * FaultProxy} before each broker's client listener. Brokers and controllers speak to each other
 * directly, so a proxy's faults touch clients only.
 */
public final class ProcessCluster implements AutoCloseable {
  private static final String CLIENTS = "CLIENTS";
  private static final String INTERNAL = "INTERNAL";
  private static final String LINK = "LINK";
  private static final String PLAINTEXT = "PLAINTEXT";
  private static final long READY_TIMEOUT_MS = 60_000;
  private static final long READY_POLL_MS = 50;

  private final List<BrokerProcess> brokers;
  private final List<FaultProxy> proxies;
  private final List<List<FaultProxy>> links;
  private final boolean secured;
  private final Path parent;

  private ProcessCluster(
      List<BrokerProcess> brokers,
      List<FaultProxy> proxies,
      List<List<FaultProxy>> links,
      boolean secured,
      Path parent) {
    this.brokers = List.copyOf(brokers);
    this.proxies = List.copyOf(proxies);
    this.links = List.copyOf(links);
    this.secured = secured;
    this.parent = parent;
  }

  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Every broker's client address, as clients are told it. */
  public String bootstrap() {
    return bootstrap(
        proxies.isEmpty()
            ? brokers.stream().map(broker -> broker.port(CLIENTS))
            : proxies.stream().map(FaultProxy::port));
  }

  /** Every broker's address for the client that has this link; see {@link Builder#links}. */
  public String linkBootstrap(int link) {
    return bootstrap(links.get(link).stream().map(FaultProxy::port));
  }

  private static String bootstrap(Stream<Integer> ports) {
    return ports.map(port -> BrokerConfig.HOST + ":" + port).collect(Collectors.joining(","));
  }

  /** Every broker's address past proxy and TLS, where the cluster has them. */
  public String direct() {
    return brokers.stream()
        .map(broker -> BrokerConfig.HOST + ":" + broker.port(INTERNAL))
        .collect(Collectors.joining(","));
  }

  /** The broker properties that differ from Kafka's defaults in every such cluster. */
  public static Map<String, String> presets() {
    return BrokerConfig.small();
  }

  /** Nodes count from 0. */
  public BrokerProcess broker(int index) {
    return brokers.get(index);
  }

  /** The proxy before a broker; only in a cluster built with {@link Builder#proxied()}. */
  public FaultProxy proxy(int index) {
    return proxies.get(index);
  }

  /** The proxy between the client that has this link and a broker. */
  public FaultProxy link(int link, int index) {
    return links.get(link).get(index);
  }

  public int size() {
    return brokers.size();
  }

  /** Starts every broker that does not run and waits (bounded) until all are members. */
  public ProcessCluster start() {
    BrokerLogs.quiet();
    brokers.forEach(BrokerProcess::launch);
    brokers.forEach(BrokerProcess::awaitReady);
    awaitMembers();
    return this;
  }

  /** Creates a topic replicated to every broker, up to three. */
  public void createTopic(String topic, int partitions, Map<String, String> configs) {
    short replicas = (short) Math.min(3, size());
    try (Admin admin = admin()) {
      Topics.create(admin, new NewTopic(topic, partitions, replicas).configs(configs));
    }
  }

  /** A new admin client, past TLS; the caller closes it. */
  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", secured ? direct() : bootstrap()));
  }

  private void awaitMembers() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_TIMEOUT_MS);
    try (Admin admin = admin()) {
      while (members(admin) < size()) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "not all " + size() + " brokers are members after " + READY_TIMEOUT_MS + " ms");
        }
        TimeUnit.MILLISECONDS.sleep(READY_POLL_MS);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static int members(Admin admin) throws InterruptedException {
    try {
      DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs(5_000);
      return admin.describeCluster(options).nodes().get().size();
    } catch (ExecutionException notYet) {
      return 0;
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }

  @Override
  public void close() {
    proxies.forEach(FaultProxy::close);
    links.forEach(link -> link.forEach(FaultProxy::close));
    brokers.forEach(BrokerProcess::close);
    Storage.delete(parent);
  }

  /** What can be chosen about a cluster before it starts. */
  public static final class Builder {
    private final String name;
    private final Map<String, String> overrides = new HashMap<>();
    private int nodes = 1;
    private boolean proxied;
    private String clientProtocol = PLAINTEXT;
    private int links;
    private List<String> jvmOptions = BrokerProcess.SMALL_JVM;

    private Builder(String name) {
      this.name = name;
    }

    public Builder nodes(int count) {
      this.nodes = count;
      return this;
    }

    /** A broker property of every node. */
    public Builder property(String key, String value) {
      overrides.put(key, value);
      return this;
    }

    /** JVM options of every broker, in place of those that make it small and quick to start. */
    public Builder jvm(List<String> options) {
      this.jvmOptions = List.copyOf(options);
      return this;
    }

    /** Clients speak TLS, with these of the broker's {@code ssl.*} properties. */
    public Builder tls(Map<String, String> keys) {
      overrides.putAll(keys);
      this.clientProtocol = "SSL";
      return this;
    }

    /** Puts a {@link FaultProxy} before every broker's client listener. */
    public Builder proxied() {
      this.proxied = true;
      return this;
    }

    /**
     * Gives each of so many clients a listener of its own, with a {@link FaultProxy} before every
     * broker, so that one client can be cut off while others are not.
     */
    public Builder links(int count) {
      this.links = count;
      return this;
    }

    public ProcessCluster start() {
      ProcessCluster cluster = build();
      try {
        return cluster.start();
      } catch (RuntimeException e) {
        cluster.close();
        throw e;
      }
    }

    private ProcessCluster build() {
      Path parent = Storage.temporary(name);
      String clusterId = Uuid.randomUuid().toString();
      Map<Integer, Integer> voters = new LinkedHashMap<>();
      for (int node = 1; node <= nodes; node++) {
        voters.put(node, Ports.free());
      }
      List<BrokerProcess> brokers = new ArrayList<>();
      List<FaultProxy> proxies = new ArrayList<>();
      List<List<FaultProxy>> linkProxies = new ArrayList<>();
      for (int link = 0; link < links; link++) {
        linkProxies.add(new ArrayList<>());
      }
      for (int node = 1; node <= nodes; node++) {
        Map<String, BrokerConfig.Listener> listeners = new LinkedHashMap<>();
        listeners.put(INTERNAL, open(PLAINTEXT));
        listeners.put(
            CLIENTS,
            proxied ? behindProxy(clientProtocol, proxies) : open(clientProtocol));
        for (int link = 0; link < links; link++) {
          listeners.put(LINK + link, behindProxy(PLAINTEXT, linkProxies.get(link)));
        }
        Path dir = parent.resolve("data-" + node);
        BrokerConfig config =
            new BrokerConfig(node, clusterId, dir, listeners, voters, overrides);
        brokers.add(new BrokerProcess(config, jvmOptions, parent.resolve("node-" + node)));
      }
      boolean secured = !clientProtocol.equals(PLAINTEXT);
      return new ProcessCluster(brokers, proxies, linkProxies, secured, parent);
    }

    private static BrokerConfig.Listener open(String protocol) {
      int port = Ports.free();
      return new BrokerConfig.Listener(protocol, port, port);
    }

    private static BrokerConfig.Listener behindProxy(String protocol, List<FaultProxy> proxies) {
      int port = Ports.free();
      proxies.add(FaultProxy.before(port));
      return new BrokerConfig.Listener(protocol, port, proxies.getLast().port());
    }
  }
}

package io.crosstide.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.crosstide.lab.TlsKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Serves one repository over HTTPS, git's smart protocol, to who has the right to it. */
public final class HttpsGitServer implements AutoCloseable {
  private final Repository repository;
  private final HttpsServer server;
  private final TlsKeys keys;

  /** Times that something was fetched, not only asked for. */
  final AtomicInteger fetches = new AtomicInteger();

  /** The value of the header {@code Authorization} that is let in; empty: everybody is. */
  volatile String authorization = "";

  public HttpsGitServer(TestRepository repository, Path keyDirectory)
      throws IOException, GeneralSecurityException {
    this.repository = repository.repository();
    this.keys = TlsKeys.in(keyDirectory);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    server.createContext("/", this::answer);
    server.start();
  }

  private static SSLContext context(TlsKeys keys) throws IOException, GeneralSecurityException {
    char[] password = TlsKeys.PASSWORD.toCharArray();
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(KeyStore.getInstance(keys.keyStore().toFile(), password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** From now on nobody else. */
  public void letIn(String user, String password) {
    authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  public String location() {
    return "git+https://127.0.0.1:" + server.getAddress().getPort() + "/ops/mirrors.git";
  }

  /** What clients must trust, PEM. */
  public Path certificate() {
    return keys.certificate();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String sent = exchange.getRequestHeaders().getFirst("Authorization");
      if (!authorization.isEmpty() && !authorization.equals(sent)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      var pack = new UploadPack(repository);
      pack.setBiDirectionalPipe(false);
      String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
      pack.setExtraParameters(protocol == null ? List.of() : List.of(protocol.split(":")));
      var answer = new ByteArrayOutputStream();
      if (exchange.getRequestURI().getPath().endsWith("/info/refs")) {
        var lines = new PacketLineOut(answer);
        pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines), "git-upload-pack");
        send(exchange, "application/x-git-upload-pack-advertisement", answer);
      } else {
        pack.upload(body(exchange), answer, null);
        if (answer.toString(StandardCharsets.ISO_8859_1).contains("PACK")) {
          fetches.incrementAndGet();
        }
        send(exchange, "application/x-git-upload-pack-result", answer);
      }
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(body)
        : body;
  }

  private static void send(HttpExchange exchange, String type, ByteArrayOutputStream answer)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(200, answer.size());
    answer.writeTo(exchange.getResponseBody());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

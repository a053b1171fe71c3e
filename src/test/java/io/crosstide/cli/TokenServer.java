package io.crosstide.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * Hands signed tokens to clients (OAuth 2, client credentials), and to brokers the key to check.
 */
final class TokenServer implements AutoCloseable {
  private static final int RSA_BITS = 2_048;
  private static final int MINUTES_VALID = 60;

  private final HttpServer http;

  private TokenServer(HttpServer http) {
    this.http = http;
  }

  static TokenServer started() throws IOException, JoseException {
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(RSA_BITS);
    key.setKeyId("laboratory");
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(http, "/token", () -> "{\"access_token\": \"%s\"}".formatted(token(key)));
    answer(http, "/keys", () -> new JsonWebKeySet(key).toJson());
    http.start();
    return new TokenServer(http);
  }

  private static void answer(HttpServer http, String path, Supplier<String> content) {
    http.createContext(
        path,
        exchange -> {
          byte[] body = content.get().getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private static String token(RsaJsonWebKey key) {
    JwtClaims claims = new JwtClaims();
    claims.setSubject("mirror");
    claims.setStringClaim("scope", "kafka");
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(MINUTES_VALID);
    JsonWebSignature signed = new JsonWebSignature();
    signed.setPayload(claims.toJson());
    signed.setKey(key.getPrivateKey());
    signed.setKeyIdHeaderValue(key.getKeyId());
    signed.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    try {
      return signed.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("can't sign a token", e);
    }
  }

  String tokenUrl() {
    return url("/token");
  }

  String keysUrl() {
    return url("/keys");
  }

  private String url(String path) {
    return "http://127.0.0.1:" + http.getAddress().getPort() + path;
  }

  @Override
  public void close() {
    http.stop(0);
  }
}

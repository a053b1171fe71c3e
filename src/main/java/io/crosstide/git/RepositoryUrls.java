package io.crosstide.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What URLs of repositories may look like. */
final class RepositoryUrls {
  private static final Set<String> SCHEMES = Set.of("https", "ssh", "file");
  private static final Set<String> PARAMETERS = Set.of("ref", "path");

  private RepositoryUrls() {}

  static URI parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "\"" + withoutUser(url) + "\" is no URL: " + e.getReason(), e);
    }
    if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
      throw new IllegalArgumentException(
          "git+" + uri.getScheme() + " is not known: say git+https, git+ssh or git+file");
    }
    if (uri.getRawPath() == null || uri.getRawPath().length() < 2) {
      throw new IllegalArgumentException("the URL names no repository");
    }
    if (!uri.getScheme().equals("file") && uri.getHost() == null) {
      throw new IllegalArgumentException("the URL names no host");
    }
    if (uri.getRawFragment() != null) {
      throw new IllegalArgumentException("say ?path=, not #");
    }
    refuseSecrets(uri);
    return uri;
  }

  private static void refuseSecrets(URI uri) {
    String user = uri.getRawUserInfo();
    boolean mayHaveUser = uri.getScheme().equals("ssh") && user != null && !user.contains(":");
    if (user != null && !mayHaveUser) {
      throw new IllegalArgumentException(
          "no user or password in the URL: give them as files, see --git-secrets");
    }
  }

  static Map<String, String> query(URI uri) {
    Map<String, String> query = new LinkedHashMap<>();
    if (uri.getQuery() == null) {
      return query;
    }
    for (String pair : uri.getQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0 || !PARAMETERS.contains(name) || query.containsKey(name)) {
        throw new IllegalArgumentException(
            "\"" + pair + "\": say ref=REF and path=PATH, each at most once");
      }
      query.put(name, pair.substring(equals + 1));
    }
    return query;
  }

  static String withoutQuery(URI uri) {
    String text = uri.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }

  static String withoutUser(String url) {
    return url.replaceFirst("//[^/@]*@", "//***@");
  }
}

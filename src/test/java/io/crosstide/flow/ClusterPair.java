package io.crosstide.flow;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class {@link TwoClusters} of its own through its constructor: up before the first
 * test, gone after the last.
 */
final class ClusterPair implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ClusterPair.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(NAMESPACE).put(TwoClusters.class, new TwoClusters());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    context.getStore(NAMESPACE).remove(TwoClusters.class, TwoClusters.class).close();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TwoClusters.class;
  }

  @Override
  public TwoClusters resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getStore(NAMESPACE).get(TwoClusters.class, TwoClusters.class);
  }
}

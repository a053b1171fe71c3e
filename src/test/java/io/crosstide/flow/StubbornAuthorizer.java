package io.crosstide.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.AclCreateResult;
import org.apache.kafka.server.authorizer.AclDeleteResult;
import org.apache.kafka.server.authorizer.AclDeleteResult.AclBindingDeleteResult;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;

/**
 * Refuses to create ACLs of {@code User:never}, and to delete those of {@code User:always} once it
 * has found them. Others it creates and deletes.
 */
public final class StubbornAuthorizer extends StandardAuthorizer {
  private static final InvalidRequestException NO = new InvalidRequestException("I won't");

  @Override
  public List<? extends CompletionStage<AclCreateResult>> createAcls(
      AuthorizableRequestContext context, List<AclBinding> bindings) {
    List<CompletionStage<AclCreateResult>> results = new ArrayList<>();
    for (AclBinding binding : bindings) {
      results.addAll(
          binding.entry().principal().equals("User:never")
              ? List.of(CompletableFuture.completedStage(new AclCreateResult(NO)))
              : super.createAcls(context, List.of(binding)));
    }
    return results;
  }

  @Override
  public List<? extends CompletionStage<AclDeleteResult>> deleteAcls(
      AuthorizableRequestContext context, List<AclBindingFilter> filters) {
    List<CompletionStage<AclDeleteResult>> results = new ArrayList<>();
    for (AclBindingFilter filter : filters) {
      results.addAll(
          "User:always".equals(filter.entryFilter().principal())
              ? Stream.of(kept(filter)).map(CompletableFuture::completedStage).toList()
              : super.deleteAcls(context, List.of(filter)));
    }
    return results;
  }

  private AclDeleteResult kept(AclBindingFilter filter) {
    List<AclBindingDeleteResult> each = new ArrayList<>();
    acls(filter).forEach(binding -> each.add(new AclBindingDeleteResult(binding, NO)));
    return new AclDeleteResult(each);
  }
}

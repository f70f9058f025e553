/// Parts for all other packages that replace the CDK's own, which allow more or have other types.
@NullMarked
package io.cdrwebhooks.infra.cdk;

import org.jspecify.annotations.NullMarked;

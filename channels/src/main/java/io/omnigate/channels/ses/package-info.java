/** Mail handed over by Amazon SES through an SNS topic. */
@NullMarked
package io.omnigate.channels.ses;

import org.jspecify.annotations.NullMarked;

/** The configuration: one record per section, checked together. */
@NullMarked
package io.omnigate.gateway.config;

import org.jspecify.annotations.NullMarked;

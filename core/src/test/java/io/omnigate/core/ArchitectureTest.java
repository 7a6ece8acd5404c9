package io.omnigate.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The core's inner order, read from its class files. */
class ArchitectureTest {
  private static final String[] PURE = {
    "io.omnigate.core.ticket",
    "io.omnigate.core.contact",
    "io.omnigate.core.queue",
    "io.omnigate.core.sla",
    "io.omnigate.core.rules",
    "io.omnigate.core.id",
    "io.omnigate.core.error",
    "io.omnigate.core.config"
  };

  private static final String[] SQL = {
    "io.vertx.sqlclient..",
    "io.vertx.pgclient..",
    "java.sql..",
    "javax.sql..",
    "org.postgresql..",
    "org.flywaydb.."
  };

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.omnigate.core");

  @Test
  void purePackagesKnowNeitherVertxNorSql() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.micrometer..", "io.netty..")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(SQL)
        .check(CORE);
  }

  @Test
  void purePackagesTakeTheTimeAsAnArgument() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(CORE);
  }

  @Test
  void onlyTheStoreTalksSql() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.omnigate.core.store", "io.omnigate.core.postgres")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SQL)
        .check(CORE);
  }

  @Test
  void theCoreKnowsNoHttpAndNothingAboveIt() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx.ext.web..", "io.omnigate.channels..", "io.omnigate.gateway..")
        .check(CORE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.omnigate.core.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void packagesAreNullMarked() {
    classes()
        .that()
        .haveSimpleName("package-info")
        .should()
        .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
        .check(CORE);
  }
}

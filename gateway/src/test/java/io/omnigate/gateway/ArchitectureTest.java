package io.omnigate.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The direction gateway → channels → core, read from the class files of all modules. */
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.omnigate");

  @Test
  void theGatewayKnowsTheChannelsAndTheyKnowTheCoreAndNeverTheOtherWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("gateway")
        .definedBy("io.omnigate.gateway..")
        .layer("channels")
        .definedBy("io.omnigate.channels..")
        .layer("core")
        .definedBy("io.omnigate.core..")
        .whereLayer("gateway")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("channels")
        .mayOnlyBeAccessedByLayers("gateway")
        .whereLayer("core")
        .mayOnlyBeAccessedByLayers("gateway", "channels")
        .check(ALL);
  }

  @Test
  void sqlIsSpokenInTheStoreAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.omnigate.core.store", "io.omnigate.core.postgres")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..", "org.flywaydb..")
        .check(ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.omnigate.gateway.(*)..").should().beFreeOfCycles().check(ALL);
    slices().matching("io.omnigate.channels.(*)..").should().beFreeOfCycles().check(ALL);
    slices().matching("io.omnigate.core.(*)..").should().beFreeOfCycles().check(ALL);
  }
}

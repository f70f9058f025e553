# The commands of CDR Webhooks: `make` lists them. They need JDK 25, Maven and Node, and some tests need Python.

SHELL := /bin/sh
.DEFAULT_GOAL := help

PORT ?= 8080
S3_PORT ?= 9000
# A shell may set LINES for itself, so make ignores it in the environment. `make report LINES=10` overrides the value.
LINES := 1000
TASK ?= 1
REPORT ?= samples/tx00001.zip
ENV ?= example
RECEIVER_PORT ?= 8090
APPROVAL ?= broadening
REPORTS ?= 2000
EXAMPLES ?= 40
MAVEN ?= mvn
# A file's name may contain quotes and dollars, so make passes REPORT on unexpanded, in the environment.
override REPORT := $(value REPORT)
export REPORT

build := build-support
# A JVM cannot name a file "Süd.zip" in a locale without UTF-8.
export LC_ALL := C.UTF-8
# The CDK's command also accepts these names for the region and the profile. Our checks before it must use the same values.
ifeq ($(AWS_REGION),)
other_region := $(firstword $(AMAZON_REGION) $(AWS_DEFAULT_REGION) $(AMAZON_DEFAULT_REGION))
ifneq ($(other_region),)
export AWS_REGION := $(other_region)
endif
endif
ifeq ($(AWS_PROFILE),)
ifneq ($(AWS_DEFAULT_PROFILE),)
export AWS_PROFILE := $(AWS_DEFAULT_PROFILE)
endif
endif
# The CDK's command warns at each start that support of Node 20 has ended. CONTRIBUTING.md says it once.
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED := true
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20
# Maven's libraries trigger warnings on newer JDKs. With only the JVM's quick compiler, a build takes half the CPU time.
maven := MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow -XX:TieredStopAtLevel=1 $$MAVEN_OPTS" JAVA_HOME="$$($(build)/find-jdk.sh)" $(MAVEN) -B -ntp -Dstyle.color=never
# Not empty if VERSION is Unreleased: then the release is only a trial.
trial = $(filter Unreleased,$(VERSION))
settings = $(CURDIR)/infra/environments/$(ENV).properties
cdk = infra/deploy/node_modules/.bin/cdk --app infra/cdk.out
java = exec "$$($(build)/find-jdk.sh)/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp '$(2)$(1)/target/system/classes:$(1)/target/system/lib/*'
local = $(call java,local)
emulated = $(CURDIR)/deployment/target/emulated
emulated_settings = $(CURDIR)/deployment/emulated-account
compile_only = $(maven) -q -T 2 -Dbuild.folder=target/system -Dunlinted -DskipTests -Dtests.uncompiled=true -Dspotless.check.skip -Dassembly.skipAssembly

.PHONY: help demo run console-link report redrive isolation chaos simulate fuzz attack bench test check check-long pictures check-docs check-cli receivers cli check-moto check-api \
	format sbom licences vulnerabilities reproducible synth bootstrap deploy release destroy smoke forget deploy-emulated drill deployment-tools deployment-trial preflight keep-templates \
	package clean prerequisites local-system own-environment own-version own-database cdk-command

##@ Try it

demo: local-system ## deliver one report end to end and verify it [REPORT=file.zip]
	@rm -rf local/target/demo/received
	@$(local) io.cdrwebhooks.local.Demo "$$REPORT" local/target/demo

run: local-system ## run the whole system until Ctrl-C [PORT=8080 S3_PORT=9000 RECEIVER_PORT=8090 STRICT=1]
	@umask 077; $(local) io.cdrwebhooks.local.Run .local '$(PORT)' '$(S3_PORT)' '$(RECEIVER_PORT)' '$(STRICT)'

console-link: local-system ## print another link to the console of "make run", and renew its API token
	@$(local) io.cdrwebhooks.local.OperatorCommands console-link .local

report: local-system ## export a generated report in "make run" [LINES=1000 TASK=1]
	@$(local) io.cdrwebhooks.local.OperatorCommands report .local '$(LINES)' '$(TASK)'

redrive: local-system ## put the dead letters of "make run" back into their queues
	@$(local) io.cdrwebhooks.local.OperatorCommands redrive .local

##@ Work on it

help: ## list these commands
	@awk -F ':.*## ' '/^##@ / {print (groups++ ? "\n" : "") substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

test: prerequisites ## run the fast tests of the product, without harnesses, emulators and whole systems
	@$(maven) -q -T 3 -Pfast -Dunlinted -pl '!local-tests,!browser-tests,!chaos,!bench,!deployment' test

format: prerequisites ## format the sources
	@$(maven) -q spotless:apply

check-docs: ## check the documentation: links, names, phrases, lengths
	@node $(build)/check-docs.mjs

# The tests of the operators' commands read docs/openapi.yaml with a package of the console. Therefore the console's module
# runs this command in "make check", while other modules compile.
check-cli: ## test the command-line tool and the suite for receivers, in half a minute
	@sh console/install.sh
	@node --test --test-concurrency=2 --test-reporter=dot receivers/check/test/*.test.mjs cli/test/*.test.mjs

pictures: prerequisites ## write pictures of the console into browser-tests/target/screenshots
	@$(maven) -q -Dpictures=true -Dtest='EveryPageTest,IssuerSignInTest' -Dsurefire.failIfNoSpecifiedTests=false -Dconsole.untested -Dassembly.skipAssembly -Dspotless.check.skip -pl browser-tests -am package

package: prerequisites ## build the zips of the functions, without tests
	@$(maven) -q -DskipTests -Dspotless.check.skip -pl dispatch-function,download-link-function,receiver-request-function,config-api-function,console -am package

clean: prerequisites ## delete build output; data in .local stays
	@$(maven) -q clean

simulate: prerequisites ## simulate days of deliveries in virtual time, with faults [SEED=any SCENARIO=name]
	@$(compile_only) -Dtests.uncompiled=false -pl chaos -am package
	@$(call java,chaos,chaos/target/system/test-classes:webhook-core/target/system/test-classes:) io.cdrwebhooks.simulation.Simulate '$(SEED)' '$(SCENARIO)'

isolation: ## short for "make bench ONLY=isolation": time a healthy receiver next to slow ones
	@$(MAKE) --no-print-directory bench ONLY=isolation

bench: prerequisites ## measure the speed in eight minutes, or one section [ONLY=primed RUNS=20]
	@$(compile_only) -Dassembly.skipAssembly=false -pl bench -am package
	@$(call java,bench) io.cdrwebhooks.bench.Bench . '$(ONLY)' '$(RUNS)' bench/target/scratch bench/results/latest.json

##@ Before a push (CI runs those with *)

# Maven builds two modules at a time, because they spend half of their time waiting for receivers, browsers and clocks.
check: prerequisites check-docs ## * check docs and format, compile, lint, run all tests, write templates
	@$(build)/count-lines.sh
	@PATH="$(CURDIR)/target/python/bin:$$PATH" $(maven) -T 2 verify
	@$(build)/synthesise.sh target '$(settings)' 'infra/cdk.out'
	@echo 'Synthesised into infra/cdk.out.'

check-long: prerequisites ## * run the tests that take minutes
	@$(maven) -q -Dtests.groups=long -Dtests.excluded= -Dtests.reports=long-reports -Dconsole.untested -Dspotless.check.skip -pl chaos,local-tests,bench -am package

# Maven compiles with the settings of "make check", so it compiles nothing again after that command.
check-moto: prerequisites ## * run the tests that call AWS on a moto server
	@rm -rf */target/aws-reports
	@$(build)/with-moto.sh env $(maven) -q -Dtests.forks=1 -Dtests.groups=aws -Dtests.reports=aws-reports -Dconsole.untested -Dassembly.skipAssembly -Dspotless.check.skip \
		-pl '!browser-tests,!chaos,!bench' package
	@$(build)/aws-test-figures.sh

check-api: local-system ## * check the running API, and clients made from its description [EXAMPLES=40]
	@node $(build)/check-api/run.mjs '$(EXAMPLES)'

receivers: prerequisites ## * run the sample receivers against the vectors and the suite [ONLY=python]
	@jdk=$$($(build)/find-jdk.sh) && JAVA_HOME="$$jdk" PATH="$$jdk/bin:$$PATH" node receivers/run.mjs $(if $(ONLY),'$(ONLY)')

chaos: prerequisites ## inject faults, kill processes, verify every delivery guarantee [REPORTS=2000 SEED=any]
	@$(compile_only) -pl chaos -am package
	@$(call java,chaos) io.cdrwebhooks.chaos.Chaos '$(REPORTS)' '$(SEED)' chaos/target/runs

fuzz: prerequisites ## count a million damaged archives, and compare the counts [ARCHIVES=1000000 SEED=any]
	@$(maven) -q -Dtest=ArchiveFuzzTest -Dfuzz.archives='$(or $(ARCHIVES),1000000)' $(if $(SEED),-Dfuzz.seed='$(SEED)') -Dspotless.check.skip -Dsurefire.failIfNoSpecifiedTests=false -pl webhook-core -am test

attack: prerequisites ## * attack a local system in more than 500 ways [SEED=any]
	@$(compile_only) -Dtests.uncompiled=false -pl local-tests -am package
	@$(call java,local,local-tests/target/system/test-classes:webhook-core/target/system/test-classes:) io.cdrwebhooks.local.attack.Attack '$(SEED)'

# The templates come first, because the trial's network reaches no server.
deploy-emulated: package cdk-command deployment-trial ## * deploy to an emulated account, test, upgrade and remove
	@rm -rf $(emulated) && mkdir -p $(emulated)
	@$(build)/synthesise.sh target/system '$(emulated_settings)/first/emulated.properties' '$(emulated)/first'
	@$(build)/synthesise.sh target/system '$(emulated_settings)/upgraded/emulated.properties' '$(emulated)/upgraded'
	@deployment/emulated-account/run.sh $(emulated)

drill: package cdk-command deployment-trial ## lose the tables in an emulated account, and restore them from backups
	@rm -rf $(emulated) && mkdir -p $(emulated)
	@$(build)/synthesise.sh target/system '$(emulated_settings)/first/emulated.properties' '$(emulated)/first'
	@deployment/emulated-account/run.sh $(emulated) drill

licences: sbom ## * refuse dependencies whose licence is not allowed
	@node --test --test-reporter=dot $(build)/licences.test.mjs
	@node $(build)/licences.mjs target/sbom

vulnerabilities: sbom ## * compare the SBOMs with known vulnerabilities [DATABASE=folder]
	@node --test --test-reporter=dot $(build)/vulnerabilities.test.mjs $(build)/installs.test.mjs
	@node $(build)/vulnerabilities.mjs target/sbom $(if $(DATABASE),'$(DATABASE)')

reproducible: package ## * build the packages twice, and compare the bytes
	@node --test --test-reporter=dot $(build)/reproducible.test.mjs $(build)/release/release.test.mjs
	@node $(build)/reproducible.mjs

##@ Deploy and operate

synth: package deployment-tools ## write the templates of an environment into infra/cdk.out [ENV=example]
	@$(build)/synthesise.sh target/system '$(settings)' 'infra/cdk.out'
	@echo 'Synthesised into infra/cdk.out.'

# The CDK reads the account and region from the templates; without templates it would ask for the account's number.
bootstrap: synth cdk-command ## prepare an AWS account and region for "make deploy", once
	@$(call java,deployment) io.cdrwebhooks.deployment.Preflight
	@$(cdk) bootstrap

deploy: own-environment preflight synth cdk-command ## deploy an environment to AWS [ENV=name APPROVAL=broadening|never]
	@$(cdk) deploy --all --require-approval '$(APPROVAL)'

smoke: deployment-tools ## test a deployed environment [ENV=name RECEIVER=https://... RECEIVER_PORT=8090]
	@$(call java,deployment) io.cdrwebhooks.deployment.Smoke '$(ENV)' '$(RECEIVER)' '$(RECEIVER_PORT)'

# TASK has a default for reports of the local system. This command ignores the default, and needs an explicit TASK.
forget: own-environment deployment-tools ## count or delete the data of a customer [ENV=name TASK=1 or CONFIGURATION=cfg_... REALLY=1]
	@$(call java,deployment) io.cdrwebhooks.deployment.Forget '$(ENV)' '$(if $(filter command environment,$(firstword $(origin TASK))),$(TASK))' '$(CONFIGURATION)' '$(REALLY)' '$(SHARED_REPORTS)'

destroy: own-environment synth cdk-command ## remove the service of an environment; its stored data stays [ENV=name]
	@$(call java,deployment) io.cdrwebhooks.deployment.Preflight
	@$(cdk) destroy --exclusively 'CdrWebhooks-$(ENV)'

##@ Release

sbom: prerequisites ## write SBOMs (CycloneDX) of the product into target/sbom
	@rm -rf target/sbom
	@$(maven) -q cyclonedx:makeAggregateBom@runtime cyclonedx:makeAggregateBom@tests
	@$(build)/npm-sbom.sh target/sbom
	@echo 'SBOMs written into target/sbom: of run time, and (names with -tests and -build) of tests and the build.'

cli: ## bundle the command-line tool into one file, cli/dist/cdr-webhooks.mjs
	@$(build)/bundle-cli.sh

keep-templates: package deployment-tools ## keep the templates of a released version, to compare later ones [VERSION=1.0.0]
	@test -n '$(VERSION)' || { echo 'Name the version: make keep-templates VERSION=1.0.0' >&2; exit 1; }
	@test ! -e 'infra/kept-templates/$(VERSION)' || { echo 'infra/kept-templates/$(VERSION) exists already.' >&2; exit 1; }
	@rm -rf infra/target/synthesised
	@$(maven) -q -Dspotless.check.skip -Dassembly.skipAssembly -Dtest=KeptTemplatesTest -Dsurefire.failIfNoSpecifiedTests=false -pl infra -am package
	@$(build)/synthesise.sh target/system '$(emulated_settings)/first/emulated.properties' '$(emulated)/first'
	@node $(build)/keep-templates.mjs 'infra/kept-templates/$(VERSION)' infra/target/synthesised/*/cdk.out/*.template.json $(emulated)/first/*.template.json
	@echo 'Kept in infra/kept-templates/$(VERSION).'

# The settings become part of the templates, so a release is for one environment.
release: own-environment own-version own-database package cdk-command deployment-tools sbom ## write a folder that the AWS CLI deploys [VERSION=1.0.0 ENV=name DATABASE=folder]
	@node $(build)/vulnerabilities.mjs target/sbom $(if $(DATABASE),'$(DATABASE)') $(if $(trial),,--release)
	@$(build)/synthesise.sh target/system '$(settings)' 'target/release/templates'
	@node $(build)/release/release.mjs '$(VERSION)' target/release/templates target/sbom 'target/release/cdr-webhooks-$(VERSION)-$(ENV)'

# The rest are steps of the commands above.

# This runs before the synthesis, so that it reports a mistake at once.
preflight: deployment-tools
	@$(call java,deployment) io.cdrwebhooks.deployment.Preflight '$(settings)'

deployment-tools: prerequisites
	@$(compile_only) -pl deployment -am package

# The trial of a deployment is among the tests, which "make deploy" does not need.
deployment-trial: prerequisites
	@$(compile_only) -Dtests.uncompiled=false -pl deployment -am package

# Compiles only the modules of the local system, without tests and checks. It is quick if nothing has changed.
local-system: prerequisites
	@$(compile_only) -pl local -am package

own-environment:
	@test '$(ENV)' != example || { echo 'Name an environment of your own: make $(MAKECMDGOALS) ENV=name, with infra/environments/name.properties.' >&2; exit 1; }
	@test -f '$(settings)' || { echo 'There is no $(settings): create it as a copy of example.properties.' >&2; exit 1; }

own-version:
	@test -n '$(VERSION)' || { echo 'Name the version: make release VERSION=1.0.0 ENV=name' >&2; exit 1; }
	@grep -qF '## [$(VERSION)]' CHANGELOG.md || { echo 'CHANGELOG.md has no section [$(VERSION)].' >&2; exit 1; }

# This runs before the build, so that a missing DATABASE does not show only in the comparison, which needs the SBOMs.
own-database:
	@test -n '$(trial)$(DATABASE)' || { echo "Name a folder with OSV's records: make release VERSION=$(VERSION) ENV=$(ENV) DATABASE=folder (CONTRIBUTING.md, Releases). VERSION=Unreleased, for a trial, needs no database." >&2; exit 1; }

# Installs the CDK's command in the version of infra/deploy/package-lock.json, unless it is there.
cdk-command: prerequisites
	@cd infra/deploy && { npm ls >/dev/null 2>&1 || npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; }

prerequisites:
	@$(build)/prerequisites.sh '$(MAVEN)'

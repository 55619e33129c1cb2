# lathe: from CSV files to served models.
#
# `make help` lists the targets. Variants (asan, tsan, double) are the same
# build with other BUILD, CFLAGS and CPPFLAGS.

BUILD   ?= build
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBDIR  ?= $(PREFIX)/lib
MANDIR  ?= $(PREFIX)/share/man
CC      ?= cc
CFLAGS  ?= -O2 -g
VERSION := $(shell sed -n 's/^.define LATHE_VERSION "\(.*\)"/\1/p' lib/lathe.h)

# On all processors, unless -j says otherwise.
ifeq ($(MAKELEVEL)$(filter clean,$(MAKECMDGOALS)),0)
MAKEFLAGS += -j$(shell nproc)
endif

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla \
        -Wstrict-prototypes -Wmissing-prototypes
HDF5_CFLAGS := $(shell pkg-config --cflags hdf5-serial 2>/dev/null || \
                 pkg-config --cflags hdf5 2>/dev/null)

# Contraction is off: a sum must have the same bits with every compiler.
LATHE_CFLAGS := -std=c11 -D_GNU_SOURCE -Ilib $(HDF5_CFLAGS) $(WARN) \
                -ffp-contract=off -fvisibility=hidden -fPIC -pthread
LDLIBS := -lcsv -ljansson -lxxhash -lz -lzstd -lm -ldl -pthread

LIB_SRC  := $(sort $(wildcard lib/*/*.c))
CMD_SRC  := $(sort $(wildcard cmd/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/%.o)
CMD_OBJ  := $(CMD_SRC:%.c=$(BUILD)/%.o)
UNIT_BIN := $(UNIT_SRC:%.c=$(BUILD)/%)
FUZZ_BIN := $(FUZZ_SRC:%.c=$(BUILD)/%)
BENCH_BIN := $(patsubst scripts/%.c,$(BUILD)/%,$(wildcard scripts/bench/*.c))

## all: build the program and the library (the default)
all: $(BUILD)/lathe $(BUILD)/liblathe.so

## demo: set up, build, and show the whole life of a model on real data
demo:
	sh scripts/setup build demo
	$(MAKE) all
	sh scripts/demo $(BUILD)

## test: set up, build, and run every test, also under sanitizers
test:
	sh scripts/setup build test
	rm -f build/tests/counts build/asan/tests/counts build/tsan/tests/counts \
		build/double/tests/counts
	status=0; \
	$(MAKE) programs && sh tests/run build || status=1; \
	$(MAKE) double-tests || status=1; \
	$(MAKE) asan-tests || status=1; \
	$(MAKE) tsan-tests || status=1; \
	sh tests/sum build build/double build/asan build/tsan; exit $$status

# Everything that one build needs to be tested.
programs: all $(UNIT_BIN) $(FUZZ_BIN) $(BUILD)/tests/failio.so

asan-tests:
	$(MAKE) BUILD=build/asan CFLAGS='$(ASAN)' programs
	LATHE_SANITIZED=1 ASAN_OPTIONS=detect_leaks=1 \
		sh tests/run build/asan unit cli fuzz

TSAN_BIN := $(addprefix build/tsan/tests/unit/test_, pool serve sweep quality \
              fit quantile origin picture resume reader preprocess tune \
              stream warm augment crossval predict evaluate)
tsan-tests:
	$(MAKE) BUILD=build/tsan CFLAGS='-O1 -g -fsanitize=thread' $(TSAN_BIN)
	sh tests/run build/tsan unit

# Gradients are checked in double precision.
double-tests:
	$(MAKE) BUILD=build/double CPPFLAGS=-DLATHE_REAL_DOUBLE \
		build/double/tests/unit/test_gradient
	sh tests/run build/double unit

ASAN := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined \
        -fno-omit-frame-pointer

## asan: build and test with address and undefined sanitizers
asan: asan-tests

## tsan: build and test threads with the thread sanitizer
tsan: tsan-tests

## unit: build and run the unit tests alone
unit: programs
	sh tests/run $(BUILD) unit

## cli: build and run the command line tests alone
cli: programs
	sh tests/run $(BUILD) cli docs

## interrupt: kill training runs 200 times and compare what they come to
interrupt: programs
	rm -rf $(BUILD)/interrupt && mkdir $(BUILD)/interrupt
	gzip -dc datasets/adult/train.csv.gz | head -n 2001 \
		>$(BUILD)/interrupt/adult.csv
	cd $(BUILD)/interrupt && export PATH="$$PWD/..:$$PATH" && \
	lathe preprocess adult.csv --target income -o adult.h5 -q && \
	sh $(CURDIR)/tests/interrupt 200 adult.h5

## bench: microseconds of a training step and of an answer, for known nets
bench: $(BUILD)/bench/step $(BUILD)/bench/infer $(BUILD)/bench/read
	$(BUILD)/bench/step 1 1
	$(BUILD)/bench/infer

## bench-ingest: reading and preprocessing beside pandas, Polars, DuckDB and
##     pyarrow, in build/bench/results.json; BENCH=quick, BENCH_VENV=DIR
bench-ingest: $(BUILD)/lathe $(BENCH_BIN)
	sh scripts/setup build bench
	sh scripts/bench/peers $(BUILD)/bench/venv
	python3 scripts/bench/run.py $(BUILD) ingest

## bench-accuracy: what models come to on rows that they did not see, beside
##     what they are to reach; BENCH=quick, BENCH=full, BENCH_SEEDS, BENCH_VENV
bench-accuracy: $(BUILD)/lathe
	sh scripts/setup build demo bench
	sh scripts/bench/peers $(BUILD)/bench/venv
	python3 scripts/bench/run.py $(BUILD) accuracy

## bench-train: the same steps beside PyTorch's, Keras' and scikit-learn's, as above
bench-train: $(BUILD)/lathe $(BENCH_BIN)
	sh scripts/setup build bench
	sh scripts/bench/peers $(BUILD)/bench/venv peers-train.txt
	python3 scripts/bench/run.py $(BUILD) train

## fuzz: run each fuzz target, or those of FUZZ, for FUZZ_S seconds (60); needs
##     clang
FUZZ_S ?= 60
fuzz:
	sh scripts/fuzz $(FUZZ_S) $(FUZZ)

## lint: check style and the order of rooms
lint:
	@sh scripts/lint
	@sh scripts/check-layers

## sizes: the longest files and functions
sizes:
	@wc -l lib/*/*.[ch] cmd/*.[ch] | sort -rn | sed -n 2,11p
	@sh scripts/function-sizes | sort -rn | head -n 10

## install: put program, library, pages and completions under PREFIX
install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig \
		$(DESTDIR)$(PREFIX)/include $(DESTDIR)$(MANDIR)/man1 \
		$(DESTDIR)$(MANDIR)/man7 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions \
		$(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -m 755 $(BUILD)/lathe $(DESTDIR)$(BINDIR)/lathe
	install -m 644 lib/lathe.h $(DESTDIR)$(PREFIX)/include/lathe.h
	install -m 644 $(BUILD)/liblathe.a $(DESTDIR)$(LIBDIR)/liblathe.a
	install -m 644 $(BUILD)/liblathe.so \
		$(DESTDIR)$(LIBDIR)/liblathe.so.$(VERSION)
	ln -sf liblathe.so.$(VERSION) $(DESTDIR)$(LIBDIR)/liblathe.so.0
	ln -sf liblathe.so.0 $(DESTDIR)$(LIBDIR)/liblathe.so
	printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' \
		'includedir=$${prefix}/include' '' 'Name: lathe' \
		'Description: from CSV files to served models' \
		'Version: $(VERSION)' 'Libs: -L$${libdir} -llathe' \
		'Libs.private: $(LDLIBS)' 'Cflags: -I$${includedir}' \
		>$(DESTDIR)$(LIBDIR)/pkgconfig/lathe.pc
	install -m 644 man/*.1 $(DESTDIR)$(MANDIR)/man1
	install -m 644 man/*.7 $(DESTDIR)$(MANDIR)/man7
	$(BUILD)/lathe completion bash \
		>$(DESTDIR)$(PREFIX)/share/bash-completion/completions/lathe
	$(BUILD)/lathe completion zsh \
		>$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_lathe

## clean: remove what was built
clean:
	rm -rf build

## help: list the targets
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

# ---- how files are made ----------------------------------------------------

# Which shared libraries are loaded on first use, by their names here. Not for
# targets that run before setup, or need no compiler.
ifneq (,$(filter-out demo test lint sizes help clean,$(or $(MAKECMDGOALS),all)))
-include $(BUILD)/sonames.mk
endif
$(BUILD)/sonames.mk: scripts/sonames
	@mkdir -p $(@D)
	@flags=$$(sh scripts/sonames $(CC)) && echo "SONAME_FLAGS := $$flags" >$@

$(BUILD)/%.o: %.c | $(BUILD)/sonames.mk
	@mkdir -p $(@D)
	$(CC) $(LATHE_CFLAGS) $(SONAME_FLAGS) $(CFLAGS) $(CPPFLAGS) -MMD -MP \
		-c $< -o $@

$(BUILD)/liblathe.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/liblathe.so: $(LIB_OBJ)
	$(CC) -shared -Wl,-soname,liblathe.so.0 $(CFLAGS) -o $@ $^ $(LDFLAGS) \
		$(LDLIBS)
	ln -sf liblathe.so $(BUILD)/liblathe.so.0

$(BUILD)/lathe: $(CMD_OBJ) $(BUILD)/liblathe.a
	$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LDLIBS)

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/liblathe.a
	$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LDLIBS) -lcmocka

$(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay.o \
		$(BUILD)/liblathe.a
	$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LDLIBS)

# Preloaded, so without sanitizers.
$(BUILD)/tests/failio.so: tests/failio.c
	@mkdir -p $(@D)
	$(CC) -std=c11 $(WARN) -O1 -fPIC -shared -o $@ $< -ldl

$(BUILD)/bench/%: $(BUILD)/scripts/bench/%.o $(BUILD)/liblathe.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LDLIBS) -lcmocka

.PHONY: bench bench-ingest bench-accuracy bench-train all demo test programs asan-tests tsan-tests double-tests asan tsan \
	unit cli fuzz interrupt lint sizes install clean help
.SECONDARY:
-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(UNIT_SRC:%.c=$(BUILD)/%.d) \
	$(FUZZ_SRC:%.c=$(BUILD)/%.d) $(wildcard $(BUILD)/scripts/bench/*.d)

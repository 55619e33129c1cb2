# lathe: from CSV files to served models.
#
# `make help` lists the targets. Variants (asan, tsan, double) are the same
# build with other BUILD and CFLAGS.

BUILD   ?= build
PREFIX  ?= /usr/local
LIBDIR  ?= $(PREFIX)/lib
CC      ?= cc
CFLAGS  ?= -O2 -g
VERSION := $(shell sed -n 's/^\#define LATHE_VERSION "\(.*\)"/\1/p' lib/lathe.h)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla \
        -Wstrict-prototypes -Wmissing-prototypes
HDF5_CFLAGS := $(shell pkg-config --cflags hdf5-serial 2>/dev/null || \
                 pkg-config --cflags hdf5 2>/dev/null)

# Written once: which shared libraries are loaded on first use.
SONAMES := $(BUILD)/sonames
-include $(BUILD)/sonames.mk

LATHE_CFLAGS := -std=c11 -D_GNU_SOURCE -Ilib $(HDF5_CFLAGS) $(WARN) \
                -ffp-contract=off -fvisibility=hidden -fPIC -pthread
LDLIBS := -lcsv -ljansson -lxxhash -lz -lzstd -lm -ldl -pthread

LIB_SRC  := $(sort $(wildcard lib/*/*.c))
CMD_SRC  := $(sort $(wildcard cmd/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/%.o)
CMD_OBJ  := $(CMD_SRC:%.c=$(BUILD)/%.o)
UNIT_BIN := $(UNIT_SRC:%.c=$(BUILD)/%)

## all: build the program and the library (the default)
all: $(BUILD)/lathe $(BUILD)/liblathe.so

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

## unit: build and run the unit tests
unit: $(UNIT_BIN)
	@for t in $(UNIT_BIN); do $$t || exit 1; done

clean:
	rm -rf build

.PHONY: all unit clean
.SECONDARY:
-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(UNIT_SRC:%.c=$(BUILD)/%.d)

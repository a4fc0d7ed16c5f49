# SPDX-License-Identifier: Apache-2.0
"""Plants each fault tools/check-layers must find in a tree of its own."""
import subprocess
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
SPDX = "// SPDX-License-Identifier: Apache-2.0\n"


def header(includes="", namespace="geo", body="int one();"):
    return f"{SPDX}#pragma once\n\n{includes}\nnamespace {namespace} {{\n\n{body}\n\n}}  // namespace {namespace}\n"


def source(includes="", namespace="geo", body="int two() { return 2; }"):
    return f"{SPDX}{includes}\nnamespace {namespace} {{\n\n{body}\n\n}}  // namespace {namespace}\n"


# A tree that keeps every rule: each fault below changes it in one place.
CLEAN = {
    "tools/layers.txt": (PROJECT / "tools/layers.txt").read_text(),
    "dev": "#!/usr/bin/env bash\n# SPDX-License-Identifier: Apache-2.0\n",
    "geo/base/error.hpp": header("#include <string>\n"),
    "geo/base/error.cpp": source('#include "geo/base/error.hpp"\n\n#include <fmt/format.h>\n\n#include <cstdint>\n'),
    "geo/geometry/wkb.hpp": header('#include "geo/base/error.hpp"\n', body='inline const char* brace() { return "}"; }  // {'),
    "geo/geometry/wkb.cpp": source("#include <geos_c.h>\n", body="namespace {\nchar c = '{';\n}\nnamespace detail { int x; }"),
    "store/store.hpp": header('#include "geo/base/error.hpp"\n', "store"),
    "store/db.cpp": source('#include "store/store.hpp"\n\n#include <sqlite3.h>\n#include <fcntl.h>\n', "store"),
    "importers/csv.hpp": header('#include "geo/base/error.hpp"\n', "importers"),
    "api/http/server.cpp": source("#include <pistache/http.h>\n", "api::http"),
    "api/http/message.hpp": header("", "api::http"),
    "api/routes.hpp": header('#include "api/http/message.hpp"\n#include "store/store.hpp"\n#include "importers/csv.hpp"\n', "api"),
    "app/log.hpp": header("namespace spdlog {\nclass logger;\n}\n", "app"),
    "app/main.cpp": f'{SPDX}#include "api/routes.hpp"\n\n#include <CLI/CLI.hpp>\n\nint main() {{ return 0; }}\n',
    "tests/geo/error_test.cpp": f'{SPDX}#include "geo/base/error.hpp"\n\n#include <gtest/gtest.h>\n\n#include <fstream>\n',
    "build/release/generated.cxx": "not ours",
    "bench/hash_bench.cpp": f"{SPDX}#include <benchmark/benchmark.h>\n",
}

# (what, file, its content, words the report must hold)
FAULTS = [
    ("base looks up", "geo/base/error.hpp", header('#include "geo/geometry/wkb.hpp"\n'), "geo/base may not include geo/geometry/wkb.hpp"),
    ("geo looks up", "geo/geometry/wkb.hpp", header('#include "store/store.hpp"\n'), "geo/geometry may not include store/store.hpp"),
    ("siblings meet", "importers/csv.hpp", header('#include "store/store.hpp"\n', "importers"), "importers may not include store/store.hpp"),
    ("store looks up", "store/store.hpp", header('#include "api/routes.hpp"\n', "store"), "store may not include api/routes.hpp"),
    ("http knows the store", "api/http/server.cpp", source('#include "store/store.hpp"\n', "api"), "api/http may not include store/store.hpp"),
    ("http knows its user", "api/http/server.cpp", source('#include "api/routes.hpp"\n', "api"), "api/http may not include api/routes.hpp"),
    ("program includes tests", "app/main.cpp", source('#include "tests/geo/error_test.cpp"\n', "app"), "app may not include tests/"),
    ("unlisted folder", "geo/magic/wand.hpp", header(), "geo/magic/wand.hpp:1: lies in no layer"),
    ("unlisted top folder", "extra/x.cpp", source("", "extra"), "extra/x.cpp:1: lies in no layer"),
    ("relative include", "store/db.cpp", source('#include "store.hpp"\n', "store"), '"store.hpp" is no file of ours'),
    ("angle include of ours", "store/db.cpp", source("#include <store/store.hpp>\n", "store"), "<store/store.hpp> is a file of ours"),
    ("pistache outside http", "api/routes.cpp", source("#include <pistache/http.h>\n", "api"), "<pistache/http.h> (pistache) is not for api"),
    ("sqlite in api", "api/routes.cpp", source("#include <sqlite3.h>\n", "api"), "<sqlite3.h> (sqlite3) is not for api"),
    ("gdal in api", "api/routes.cpp", source("#include <ogrsf_frmts.h>\n", "api"), "<ogrsf_frmts.h> (gdal) is not for api"),
    ("geos in store", "store/db.cpp", source("#include <geos_c.h>\n", "store"), "<geos_c.h> (geos) is not for store"),
    ("boost in a header", "geo/geometry/wkb.hpp", header("#include <boost/geometry.hpp>\n"), "(boost) is for .cpp files only"),
    ("file in geo", "geo/base/error.cpp", source("#include <fstream>\n"), "<fstream> (files) is not for geo/base"),
    ("socket in geo", "geo/base/error.cpp", source("#include <sys/socket.h>\n"), "<sys/socket.h> (system) is not for geo/base"),
    ("test library in the program", "app/main.cpp", source("#include <gtest/gtest.h>\n", "app"), "(googletest) is not for app"),
    ("unlisted library", "store/db.cpp", source("#include <leveldb/db.h>\n", "store"), "<leveldb/db.h> is not in tools/layers.txt"),
    ("unlisted library in a test", "tests/geo/x_test.cpp", f"{SPDX}#include <curl/curl.h>\n", "<curl/curl.h> is not in tools/layers.txt"),
    ("long file", "store/db.cpp", source("", "store") + "// x\n" * 600, "a file has 600 at most"),
    ("long test", "tests/geo/x_test.cpp", SPDX + "// x\n" * 600, "a file has 600 at most"),
    ("foreign namespace", "store/store.hpp", header("", "geo"), "namespace 'geo' in folder 'store'"),
    ("second namespace", "store/db.cpp", source("", "store") + source("", "api"), "namespace 'api' in folder 'store'"),
    ("library declared elsewhere", "store/store.hpp", header("namespace spdlog { class logger; }\n", "store"), "namespace 'spdlog' in folder 'store'"),
    ("sibling declared", "importers/csv.hpp", header("namespace store { class Db; }\n", "importers"), "namespace 'store' in folder 'importers'"),
    ("library extended", "app/log.hpp", header("namespace spdlog { class logger { int x; }; }\n", "app"), "namespace 'spdlog' in folder 'app'"),
    ("no namespace", "store/store.hpp", f"{SPDX}#pragma once\nint x();\n", "store/store.hpp:1: no namespace 'store'"),
    ("no pragma", "store/store.hpp", header("", "store").replace("#pragma once", ""), "no '#pragma once'"),
    ("no licence", "store/db.cpp", source("", "store").replace(SPDX, ""), "the first line is not"),
    ("no licence in a script", "dev", "#!/usr/bin/env bash\n", "dev:1: no SPDX line"),
    ("other suffix", "store/db.cc", source("", "store"), "store/db.cc:1: C++ files end in"),
    ("cycle of files", "geo/base/error.hpp", header('#include "geo/base/error.hpp"\n'), "files include each other: geo/base/error.hpp -> geo/base/error.hpp"),
    ("cycle of layers", "tools/layers.txt", CLEAN["tools/layers.txt"].replace("layer geo/base\n", "layer geo/base : geo/table\n"), "the layers form a cycle"),
    ("unknown layer", "tools/layers.txt", CLEAN["tools/layers.txt"] + "layer x : nowhere\n", "x names nowhere, which is no layer"),
    ("unreadable rule", "tools/layers.txt", CLEAN["tools/layers.txt"] + "leyer x\n", "cannot read 'leyer x'"),
]


def check(files):
    """(exit code, report) of check-layers on a tree of `files`."""
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = subprocess.run([PROJECT / "tools/check-layers", root], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


class CheckLayers(unittest.TestCase):
    def test_clean_tree_passes(self):
        code, report = check(CLEAN)
        self.assertEqual(0, code, report)
        self.assertIn("12 source files", report)
        self.assertIn("2 files of tests and benchmarks: no fault", report)

    def test_each_planted_fault_is_found_alone(self):
        for what, file, text, words in FAULTS:
            with self.subTest(what):
                code, report = check({**CLEAN, file: text})
                self.assertEqual(1, code, report)
                self.assertIn(words, report)

    def test_longer_cycle_names_its_way(self):
        code, report = check({**CLEAN, "geo/base/a.hpp": header('#include "geo/base/b.hpp"\n'), "geo/base/b.hpp": header('#include "geo/base/a.hpp"\n')})
        self.assertEqual(1, code)
        self.assertIn("geo/base/a.hpp -> geo/base/b.hpp -> geo/base/a.hpp", report)

    def test_empty_tree_is_no_success(self):
        code, report = check({"tools/layers.txt": CLEAN["tools/layers.txt"]})
        self.assertEqual(1, code)
        self.assertIn("no source file found", report)


if __name__ == "__main__":
    unittest.main()

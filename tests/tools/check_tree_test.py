#!/usr/bin/env python3
"""tools/check_tree.py finds each kind of breach in a made-up tree, and leaves alone what only looks like one."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("SOURCE", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(SOURCE / "tools"))
import check_tree  # noqa: E402

HEADER = "// What it is.\n#pragma once\n"


class TreeTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="vouch-tree-")
        self.root = pathlib.Path(self.folder.name)
        self.addCleanup(self.folder.cleanup)

    def write(self, path, text=""):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HEADER + text if path.endswith(".hpp") else text)

    def breaches(self):
        return check_tree.check(self.root)[0]

    def expect(self, path, line, words):
        """Exactly one breach, there, that says these words."""
        found = self.breaches()
        self.assertEqual([(p, n) for p, n, _ in found], [(path, line)], found)
        self.assertIn(words, found[0][2])

    def expect_none(self):
        self.assertEqual(self.breaches(), [])


class Types(TreeTest):
    def test_a_namespace_has_each_type_once(self):
        self.write("vouch/sign/keys.hpp", "namespace vouch {\nstruct ZoneKey {};\n}  // namespace vouch\n")
        self.write("vouch/validate/keys.hpp", "namespace vouch {\nstruct ZoneKey;\nclass ZoneKey {};\n}  // namespace vouch\n")
        self.write("net/keys.hpp", "namespace vouch::net {\nstruct ZoneKey {};\n}  // namespace vouch::net\n")
        self.expect("vouch/validate/keys.hpp", 5, "vouch/sign/keys.hpp")


class Layers(TreeTest):
    def test_a_layer_may_include_what_stands_left_of_it(self):
        self.write("vouch/base/octets.hpp")
        self.write("vouch/name/name.hpp", '#include "vouch/base/octets.hpp"\n')
        self.write("authority/server.cpp", '#include "vouch/name/name.hpp"\n#include "net/loop.hpp"\n')
        self.write("net/loop.hpp")
        self.write("cli/main.cpp", '#include "authority/server.hpp"\n')
        self.write("authority/server.hpp")
        self.expect_none()

    def test_a_layer_may_not_include_what_stands_right_of_it(self):
        self.write("vouch/name/name.hpp", '#include "vouch/rr/rrset.hpp"\n')
        self.write("vouch/rr/rrset.hpp")
        self.expect("vouch/name/name.hpp", 3, "vouch/rr stands to its right")

    def test_the_core_may_not_include_a_program(self):
        self.write("vouch/sign/signer.cpp", "\n" '#include "net/loop.hpp"\n')
        self.write("net/loop.hpp")
        self.expect("vouch/sign/signer.cpp", 2, "stands to its right")

    def test_programs_do_not_include_each_other(self):
        self.write("resolver/server.cpp", '#include "authority/server.hpp"\n')
        self.write("authority/server.hpp")
        self.expect("resolver/server.cpp", 1, "programs do not include each other")

    def test_the_lab_may_start_three_programs_and_no_other(self):
        for program in ("authority", "resolver", "chain", "dig"):
            self.write(f"{program}/start.hpp")
        self.write("lab/internet.cpp", "".join(f'#include "{p}/start.hpp"\n' for p in ("authority", "resolver", "chain")))
        self.expect_none()
        self.write("lab/walk.cpp", '#include "dig/start.hpp"\n')
        self.expect("lab/walk.cpp", 1, "programs do not include each other")

    def test_nothing_includes_the_lab(self):
        self.write("chain/draw.cpp", '#include "lab/internet.hpp"\n')
        self.write("lab/internet.hpp")
        self.expect("chain/draw.cpp", 1, "programs do not include each other")

    def test_an_engine_includes_only_the_core_and_itself(self):
        self.write("resolver/engine/cache.cpp", '#include "resolver/engine/limits.hpp"\n#include "vouch/base/ttl.hpp"\n')
        self.write("resolver/engine/limits.hpp")
        self.write("vouch/base/ttl.hpp")
        self.expect_none()
        self.write("net/loop.hpp")
        self.write("resolver/engine/step.cpp", '#include "net/loop.hpp"\n')
        self.expect("resolver/engine/step.cpp", 1, "an engine includes only vouch/")

    def test_an_engine_does_not_include_its_own_program(self):
        self.write("resolver/engine/step.cpp", '#include "resolver/server.hpp"\n')
        self.write("resolver/server.hpp")
        self.expect("resolver/engine/step.cpp", 1, "an engine includes only vouch/")

    def test_includes_are_written_from_the_root(self):
        self.write("vouch/base/ttl.hpp")
        self.write("vouch/base/ttl.cpp", '#include "ttl.hpp"\n')
        self.expect("vouch/base/ttl.cpp", 1, "write includes from the root")

    def test_code_does_not_include_tests(self):
        self.write("net/loop.cpp", '#include "tests/support/clock.hpp"\n')
        self.write("tests/support/clock.hpp")
        self.expect("net/loop.cpp", 1, "is in no layer")

    def test_includes_in_comments_do_not_count(self):
        self.write("vouch/base/ttl.hpp", '// #include "net/loop.hpp"\n/*\n#include "net/loop.hpp"\n*/\n')
        self.expect_none()


class ForeignHeaders(TreeTest):
    def test_openssl_is_for_crypto_only(self):
        self.write("vouch/crypto/digest.cpp", "#include <openssl/evp.h>\n")
        self.expect_none()
        self.write("vouch/dnssec/rrsig.cpp", "#include <openssl/evp.h>\n")
        self.expect("vouch/dnssec/rrsig.cpp", 1, "only vouch/crypto includes OpenSSL")

    def test_asio_is_for_net_only(self):
        self.write("net/loop.cpp", "#include <asio/io_context.hpp>\n")
        self.expect_none()
        self.write("daemon/log.cpp", "#include <asio.hpp>\n")
        self.expect("daemon/log.cpp", 1, "only net includes Asio")

    def test_heavy_headers_stay_out_of_headers(self):
        self.write("daemon/config.cpp", "#include <toml++/toml.h>\n#include <iostream>\n")
        self.expect_none()
        self.write("daemon/config.hpp", "#include <toml++/toml.h>\n")
        self.expect("daemon/config.hpp", 3, "is heavy")

    def test_the_forward_declarations_of_json_are_light(self):
        self.write("chain/finding.hpp", "#include <nlohmann/json_fwd.hpp>\n")
        self.expect_none()


class Cycles(TreeTest):
    def test_of_headers(self):
        self.write("vouch/rr/a.hpp", '#include "vouch/rr/b.hpp"\n')
        self.write("vouch/rr/b.hpp", '#include "vouch/rr/c.hpp"\n')
        self.write("vouch/rr/c.hpp", '#include "vouch/rr/a.hpp"\n')
        self.expect("vouch/rr/a.hpp", 3, "include cycle of 3 files: vouch/rr/a.hpp, vouch/rr/b.hpp, vouch/rr/c.hpp")

    def test_of_a_header_with_itself(self):
        self.write("vouch/rr/a.hpp", '#include "vouch/rr/a.hpp"\n')
        self.expect("vouch/rr/a.hpp", 3, "include cycle of 1 files")

    def test_of_folders_beside_each_other(self):
        self.write("chain/draw/svg.cpp", '#include "chain/probe/ask.hpp"\n')
        self.write("chain/probe/ask.hpp")
        self.write("chain/probe/show.cpp", '#include "chain/draw/tree.hpp"\n')
        self.write("chain/draw/tree.hpp")
        self.expect("chain/draw/svg.cpp", 1, "include cycle of 2 folders: chain/draw, chain/probe")

    def test_a_folder_and_its_own_sub_folder_are_one_family(self):
        self.write("vouch/rr/rdata.hpp")
        self.write("vouch/rr/rdata.cpp", '#include "vouch/rr/field/row.hpp"\n')
        self.write("vouch/rr/field/row.hpp", '#include "vouch/rr/rdata.hpp"\n')
        self.expect_none()


class Variables(TreeTest):
    def expect_mutable(self, code, name, path="net/code.cpp"):
        self.write(path, code)
        self.expect(path, 1, f"the variable {name} is")

    def test_mutable_at_namespace_scope(self):
        for code, name in (
            ("int counter;\n", "counter"),
            ("int counter = 0;\n", "counter"),
            ("static int counter{0};\n", "counter"),
            ("inline std::map<int, std::string> cache;\n", "cache"),
            ("extern int counter;\n", "counter"),
            ("std::function<void(int)> hook;\n", "hook"),
            ('Name root("example.");\n', "root"),
            ("constinit int counter = 1;\n", "counter"),
            ("std::atomic<int> counter{0};\n", "counter"),
            ("alignas(64) int counter = 0;\n", "counter"),
            ("const char* word = \"x\";\n", "word"),
            ("char buffer[512];\n", "buffer"),
            ("struct Point { int x; } origin;\n", "origin"),
            ("auto hook = [](int a) { return a; };\n", "hook"),
            ("namespace a { namespace { int counter = f(1); } }\n", "counter"),
            ("int a::Code::counter_ = 0;\n", "counter_"),
        ):
            with self.subTest(code=code):
                self.expect_mutable(code, name)

    def test_mutable_and_static_in_a_class_or_a_function(self):
        for code, name in (
            ("class A { static int count_; };\n", "count_"),
            ("class A { static inline std::vector<int> all_{1, 2}; };\n", "all_"),
            ("int f() { static int calls = 0; return ++calls; }\n", "calls"),
            ("int f() { if (g()) { static std::map<int, int> seen; } return 1; }\n", "seen"),
            ("int f() { static Thing thing{1}; return 1; }\n", "thing"),
            ("int f() { auto g = [] { static int calls; return ++calls; }; return g(); }\n", "calls"),
        ):
            with self.subTest(code=code):
                self.expect_mutable(code, name)

    def test_thread_local_is_for_crypto_only(self):
        code = "int* f() { thread_local int per_thread = 0; return &per_thread; }\n"
        self.write("vouch/crypto/fetch.cpp", code)
        self.expect_none()
        self.expect_mutable(code, "per_thread")

    def test_constants_and_functions_are_no_mutable_variables(self):
        self.write("net/code.cpp", """\
#include <string>
using Task = int;
class Later;
enum class Kind : int { a, b };
constexpr int limit = 3;
const char* const word = "x";
static constexpr std::string_view words[] = {"a", "b"};
inline constexpr auto add = [](int a, int b) { return a + b; };
template <typename T = int> constexpr bool is_small = sizeof(T) <= 4;
template <typename T> concept Number = requires(T t) { t + t; };
const std::map<int, std::string> names = {{1, "a"}, {2, "b"}};
Result<Name> parse(std::string_view text, Options options = {});
extern "C" int entry(const char* text);
bool operator==(const A& a, const A& b);
std::function<void(int)> make(int a = 1);
static_assert(sizeof(int) == 4);
struct A {
  static A root();
  static constexpr int limit = 3;
  static const A& none();
  explicit A(int a) : a_{a}, b_(1) { use(a_); }
  A& operator=(const A& other) = default;
  int a_ = 0;
  std::function<void(int)> task_ = [](int a) { use(a); };
  mutable int b_{1};
};
A::A() noexcept : a_{1}, b_{2} {}
int f() {
  static const A a = A::root();
  static constexpr char text[] = "static int x;";
  const auto copy = static_cast<int>(1);
  for (int i : {1, 2, 3}) use(i);
  switch (copy) { case 1: return 2; default: break; }
  return copy;
}
""")
        self.expect_none()

    def test_tests_may_keep_what_they_like(self):
        self.write("tests/unit/net/code_test.cpp", "int counter = 0;\n")
        self.expect_none()


class Sizes(TreeTest):
    def test_a_file_has_600_lines_at_most(self):
        self.write("net/long.cpp", "// line\n" * 600)
        self.expect_none()
        self.write("net/long.cpp", "// line\n" * 601)
        self.expect("net/long.cpp", 601, "the file has 601 lines")

    def test_a_function_has_60_lines_at_most(self):
        for opening in ("int f(int a) {\n", "A::A(int a) : a_{a}, b_(a) {\n", "auto f() -> std::vector<int> {\n",
                        "TEST(A, does) {\n", "bool operator<(const A& a, const A& b) {\n",
                        "const auto f = [](int a) mutable {\n"):
            with self.subTest(opening=opening):
                closing = "};\n" if "=" in opening else "}\n"
                self.write("net/long.cpp", opening + "  g({1}, [] { h(); });\n" * 58 + closing + "int g();\n")
                self.expect_none()
                self.write("net/long.cpp", "\n" + opening + "  g({1}, [] { h(); });\n" * 59 + closing)
                self.expect("net/long.cpp", 2, "has 61 lines")

    def test_a_constructor_counts_from_its_name_on(self):
        opening = "A::A(int a)\n    : a_{a},\n      b_(a) {\n"
        self.write("net/long.cpp", opening + "  g();\n" * 57 + "}\n")
        self.expect("net/long.cpp", 1, "the function A has 61 lines")

    def test_a_lambda_in_a_table_counts(self):
        self.write("net/table.cpp", "constexpr Row rows[] = {\n  {1, [](int a) {\n" + "    g();\n" * 59 + "  }},\n};\n")
        self.expect("net/table.cpp", 2, "a lambda has 61 lines")

    def test_a_member_function_counts_and_its_class_does_not(self):
        self.write("net/long.hpp", "class A {\n" + "  void f();\n" * 100 + "};\n")
        self.expect_none()
        self.write("net/long.hpp", "class A {\n  void f() {\n" + "    g();\n" * 59 + "  }\n};\n")
        self.expect("net/long.hpp", 4, "the function f has 61 lines")

    def test_a_table_is_no_function(self):
        self.write("net/table.cpp", "constexpr Row rows[] = {\n" + "  {1, f(2)},\n" * 100 + "};\n")
        self.expect_none()

    def test_braces_in_text_and_in_other_branches_do_not_count(self):
        self.write("net/code.cpp", "#if A\nint f() {\n#else\nint g() {\n#endif\n  return '{' + \"}}\"[0] + R\"(}{)\"[0]; // {\n}\n")
        self.expect_none()

    def test_braces_that_do_not_match_are_said(self):
        self.write("net/code.cpp", "int f() {\n  if (a) {\n}\n")
        self.expect("net/code.cpp", 3, "braces cannot be followed")

    def test_a_folder_has_15_pairs_at_most(self):
        for i in range(15):
            self.write(f"net/a{i}.hpp")
            self.write(f"net/a{i}.cpp")
        self.expect_none()
        self.write("net/a15.cpp")
        self.expect("net", 1, "the folder has 16 pairs")

    def test_a_python_function_has_60_lines_at_most(self):
        self.write("tests/support/long.py", "def f():\n" + "    g()\n" * 60)
        self.expect("tests/support/long.py", 1, "the function f has 61 lines")

    def test_the_sizes_are_summed_up(self):
        self.write("net/a.cpp", "int f() {\n  return 1;\n}\n")
        self.write("net/b.cpp", "\n" * 9)
        self.write("net/c.cpp", "\n" * 99)
        summary = check_tree.check(self.root)[1]
        self.assertIn("3 files of C++, 111 lines: median 9", summary)
        self.assertIn("1 functions, longest 3 (f in net/a.cpp)", summary)


class Headers(TreeTest):
    def test_a_header_opens_with_a_comment(self):
        (self.root / "net").mkdir()
        (self.root / "net/a.hpp").write_text("#pragma once\nint f();\n")
        self.expect("net/a.hpp", 1, "opens with a comment")

    def test_a_header_is_included_once(self):
        (self.root / "net").mkdir()
        (self.root / "net/a.hpp").write_text("// What it is.\nint f();\n")
        self.expect("net/a.hpp", 1, "without #pragma once")


class Purity(TreeTest):
    def test_the_core_takes_time_randomness_and_the_world_as_parameters(self):
        for code, words in (
            ("auto f() { return std::chrono::system_clock::now(); }\n", "reads the clock"),
            ("long f() { return std::time(nullptr); }\n", "reads the clock"),
            ("long f() { return time(nullptr); }\n", "reads the clock"),
            ("int f() { std::random_device device; return device(); }\n", "its own randomness"),
            ("int f() { return rand(); }\n", "its own randomness"),
            ('auto f() { return std::getenv("HOME"); }\n', "reads the environment"),
            ("int f() { throw 1; }\n", "nothing in vouch/ throws"),
            ("#include <sys/socket.h>\n", "no sockets"),
            ("#include <random>\n", "no randomness"),
        ):
            with self.subTest(code=code):
                self.write("vouch/base/code.cpp", code)
                self.expect("vouch/base/code.cpp", 1, words)

    def test_engines_are_as_pure_as_the_core(self):
        self.write("resolver/engine/code.cpp", "auto f() { return std::chrono::steady_clock::now(); }\n")
        self.expect("resolver/engine/code.cpp", 1, "reads the clock")

    def test_what_only_sounds_like_it_is_left_alone(self):
        self.write("vouch/base/code.cpp", "Timestamp now(); long time(int zone);\n"
                   "bool f(Timestamp now) { return a.time(1) < b->now() && now.seconds; }\n"
                   "auto g() { const auto time = [](int wire) { return wire; }; return time(rrsig.expiration); }\n")
        self.write("net/clock.cpp", "auto f() { return std::chrono::steady_clock::now(); }\n")
        self.expect_none()

    def test_code_that_is_never_compiled_is_dead(self):
        self.write("net/code.cpp", "#if 0\nint f();\n#endif\n")
        self.expect("net/code.cpp", 1, "never compiled")


class Words(TreeTest):
    def test_drawers_are_no_names(self):
        for path in ("net/util.cpp", "net/socket_info.hpp", "vouch/base/common/ttl.hpp", "tests/unit/net/misc_test.cpp"):
            with self.subTest(path=path):
                self.write(path)
                self.expect(path, 1, "name it for what is inside")
                (self.root / path).unlink()

    def test_types_are_named_for_what_they_are(self):
        self.write("net/code.cpp", "struct ZoneInfo {};\n")
        self.expect("net/code.cpp", 1, "ZoneInfo says 'info'")

    def test_words_that_rfc_9499_does_not_have(self):
        for code in ("int f(Name domain);\n", "bool is_fqdn();\n", "int slave_count();\n", "bool f(bool valid);\n",
                     "void f(OctetView data);\n"):
            with self.subTest(code=code):
                self.write("net/code.cpp", code)
                self.expect("net/code.cpp", 1, "the name")

    def test_names_of_others_are_left_alone(self):
        self.write("net/code.cpp", "#include <string>\nauto f(const std::string& s) { return s.data(); }\n"
                   "int g() { return EVP_PKEY_get_domain_parameters(AF_UNIX); }\nNameView common_ancestor(NameView other);\n"
                   "enum class Kind { data, meta };\nvoid h() { spdlog::info(\"domain\"); validate(1); addrinfo hints; }\n")
        self.expect_none()

    def test_unfinished_business(self):
        for text in ("// TO" "DO: later\n", "// FIX" "ME\n", 'const char* const a = "not ' 'implemented";\n'):
            with self.subTest(text=text):
                self.write("net/code.cpp", text)
                self.expect("net/code.cpp", 1, "unfinished business")


class Git(TreeTest):
    def git(self, *arguments):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.", "-C", str(self.root), *arguments],
                       check=True, capture_output=True)

    def test_generated_files_are_not_in_git(self):
        self.git("init", "-q")
        for path in ("net/code.o", "CMakeCache.txt", "tests/picture.svg", "build/release/vouch"):
            with self.subTest(path=path):
                self.write(path)
                self.git("add", "-f", path)
                self.expect(path, 1, "generated")
                self.git("rm", "-q", "-f", path)

    def test_executables_and_files_that_say_so_are_generated(self):
        self.git("init", "-q")
        self.write("net/table.cpp", "// Do not " "edit.\n")
        self.write("docs/images/chain.svg")
        self.git("add", ".")
        self.expect("net/table.cpp", 1, "says that it is generated")

    def test_what_git_ignores_is_not_looked_at(self):
        self.git("init", "-q")
        self.write(".gitignore", "/net/\n")
        self.write("net/util.cpp")
        self.expect_none()


class Command(TreeTest):
    def run_it(self):
        return subprocess.run([sys.executable, str(SOURCE / "tools/check_tree.py"), str(self.root)], capture_output=True,
                              text=True)

    def test_says_file_line_and_what_and_fails(self):
        self.write("net/code.cpp", "\nint counter;\n")
        done = self.run_it()
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stdout.startswith("net/code.cpp:2: the variable counter is mutable"), done.stdout)

    def test_succeeds_where_nothing_is_wrong(self):
        self.write("net/code.cpp", "int f();\n")
        self.assertEqual(self.run_it().returncode, 0)


if __name__ == "__main__":
    unittest.main()

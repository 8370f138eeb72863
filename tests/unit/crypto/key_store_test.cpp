#include "vouch/crypto/key_store.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/crypto/keys.hpp"
#include "vouch/base/file.hpp"
#include "vouch/crypto/key_files/key_file.hpp"

using namespace vouch;
using vouch::test::numbered_pair;

namespace {

class KeyStore : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "vouch-keys-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory = name;
  }
  void TearDown() override { std::filesystem::remove_all(directory); }

  KeyPair make(Algorithm algorithm = Algorithm::ED25519, std::uint16_t flags = 256) const {
    const KeyRequest request = {*Name::parse("example."), algorithm, 0, flags, 1'700'000'000};
    auto made = make_key_pair(directory, request);
    EXPECT_TRUE(made.ok()) << made.error().message();
    return std::move(made).value();
  }

  std::string path(const std::string& file) const { return directory + "/" + file; }
  void write(const std::string& file, std::string_view text) const {
    ASSERT_TRUE(write_file(path(file), text).ok());
  }
  std::size_t file_count() const {
    const std::filesystem::directory_iterator files(directory);
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

  std::string directory;
};

mode_t mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

std::string name_of(const char* zone) {
  return key_base_name(*Name::parse(zone), Algorithm{8}, 42);
}

}  // namespace

TEST(KeyBaseName, is_bind_s) {
  EXPECT_EQ(name_of("example.com."), "Kexample.com.+008+00042");
  EXPECT_EQ(name_of("Exa_mple.COM."), "Kexa_mple.com.+008+00042");
  EXPECT_EQ(name_of("."), "K.+008+00042");
  EXPECT_EQ(name_of("a/b.exam\\.ple."), "Ka%2Fb.exam%2Eple.+008+00042");
  EXPECT_EQ(name_of("w+w.%41.\\200.org."), "Kw%2Bw.%2541.%C8.org.+008+00042");
  EXPECT_EQ(name_of("*.x\\032y."), "K%2A.x%20y.+008+00042");
}

TEST_F(KeyStore, writes_what_it_reads) {
  for (const Algorithm algorithm :
       {Algorithm::ECDSAP256SHA256, Algorithm::ED448, Algorithm::RSASHA256}) {
    const KeyPair made = make(algorithm, 257);
    for (const std::string ending : {"", ".key", ".private"}) {
      const auto read = read_key_pair(made.base_name + ending);
      ASSERT_TRUE(read.ok()) << read.error().message();
      EXPECT_EQ(read->zone, made.zone);
      EXPECT_EQ(read->flags, 257);
      EXPECT_EQ(read->key_tag, made.key_tag);
      EXPECT_EQ(read->dnskey(), made.dnskey());
      EXPECT_EQ(read->timing, made.timing);
      EXPECT_EQ(read->base_name, made.base_name);
    }
  }
}

TEST_F(KeyStore, hides_private_keys_from_others) {
  const KeyPair made = make();
  EXPECT_EQ(mode_of(made.base_name + ".private"), 0600U);
  EXPECT_EQ(mode_of(made.base_name + ".key"), 0644U);
}

TEST_F(KeyStore, leaves_nothing_beside_the_two_files) {
  make();
  EXPECT_EQ(file_count(), 2U);
}

TEST_F(KeyStore, explains_the_key_in_comments) {
  const KeyPair made = make(Algorithm::ED25519, 257);
  const auto text = read_file(made.base_name + ".key");
  ASSERT_TRUE(text.ok());
  const std::string tag = std::to_string(made.key_tag);
  EXPECT_EQ(text->substr(0, text->find(" IN ")),
            "; This is a key-signing key, keyid " + tag +
                ", for example.\n"
                "; Created: 20231114221320 (Tue Nov 14 22:13:20 2023)\n"
                "; Publish: 20231114221320 (Tue Nov 14 22:13:20 2023)\n"
                "; Activate: 20231114221320 (Tue Nov 14 22:13:20 2023)\n"
                "example.");
}

TEST_F(KeyStore, says_nothing_about_times_that_it_was_not_told) {
  const auto made =
      make_key_pair(directory, {*Name::parse("example."), Algorithm::ED25519, 0, 256, 0});
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(made->timing.empty());
  EXPECT_EQ(read_file(made->base_name + ".private")->find("Created"), std::string::npos);
}

// The tags of the numbered keys were found by trying: 1039 and 1464 have the same tag, the revoked
// 17 has that of 108, and 0 has that of the revoked 261.
TEST_F(KeyStore, refuses_a_tag_that_is_taken) {
  KeyPair first = numbered_pair(1039);
  KeyPair second = numbered_pair(1464);
  ASSERT_EQ(first.key_tag, second.key_tag);
  ASSERT_TRUE(write_key_pair(directory, first).ok());
  const auto written = write_key_pair(directory, second);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, ErrorCode::bad_key);
  EXPECT_EQ(file_count(), 2U);
}

TEST_F(KeyStore, refuses_the_tag_that_another_key_has_when_revoked) {
  KeyPair first = numbered_pair(17);
  KeyPair second = numbered_pair(108);
  ASSERT_NE(first.key_tag, second.key_tag);
  ASSERT_TRUE(write_key_pair(directory, first).ok());
  EXPECT_FALSE(write_key_pair(directory, second).ok());
}

TEST_F(KeyStore, refuses_a_key_that_would_have_a_taken_tag_when_revoked) {
  KeyPair first = numbered_pair(0);
  KeyPair second = numbered_pair(261);
  ASSERT_NE(first.key_tag, second.key_tag);
  ASSERT_TRUE(write_key_pair(directory, first).ok());
  EXPECT_FALSE(write_key_pair(directory, second).ok());
}

TEST_F(KeyStore, does_not_mind_the_keys_of_other_zones) {
  KeyPair first = numbered_pair(1039);
  KeyPair second = numbered_pair(1464, "example.org.");
  KeyPair below = numbered_pair(1464, "www.example.");
  EXPECT_TRUE(write_key_pair(directory, first).ok());
  EXPECT_TRUE(write_key_pair(directory, second).ok());
  EXPECT_TRUE(write_key_pair(directory, below).ok());
}

TEST_F(KeyStore, counts_tags_of_all_algorithms_and_of_files_alone) {
  for (unsigned tag = 0; tag < 65536; tag += 2) {
    const auto algorithm = static_cast<Algorithm>(tag % 4 == 0 ? 8 : 13);
    std::ofstream(
        path(key_base_name(*Name::parse("example."), algorithm, static_cast<std::uint16_t>(tag)) +
             ".private"));
  }
  for (int i = 0; i < 4; ++i) EXPECT_EQ(make().key_tag % 2, 1);
}

TEST_F(KeyStore, never_overwrites_a_file) {
  KeyPair pair = numbered_pair(1);
  const std::string base_name = key_base_name(pair.zone, pair.key.algorithm(), pair.key_tag);
  // Not the name of a file that holds a key, so that the tag is free.
  std::filesystem::create_directory(path(base_name + ".private"));
  EXPECT_FALSE(write_key_pair(directory, pair).ok());
  EXPECT_EQ(file_count(), 1U);
}

TEST_F(KeyStore, reads_all_pairs_of_a_zone) {
  const KeyPair first = make();
  const KeyPair second = make(Algorithm::ECDSAP256SHA256);
  const KeyPair public_only = make();
  std::filesystem::remove(public_only.base_name + ".private");
  KeyPair elsewhere = numbered_pair(1, "other.");
  ASSERT_TRUE(write_key_pair(directory, elsewhere).ok());
  write("Kexample.+015+1.key", "not a key");
  write("notes.key", "not a key");
  const auto files = read_zone_keys(directory, *Name::parse("EXAMPLE."));
  ASSERT_TRUE(files.ok()) << files.error().message();
  ASSERT_EQ(files->pairs.size(), 2U);
  EXPECT_EQ(files->pairs[0].base_name, second.base_name);
  EXPECT_EQ(files->pairs[1].base_name, first.base_name);
  ASSERT_EQ(files->public_only.size(), 1U);
  EXPECT_EQ(files->public_only[0].base_name, public_only.base_name);
  EXPECT_EQ(files->public_only[0].dnskey, public_only.dnskey());
}

TEST_F(KeyStore, reads_the_timing_of_both_files) {
  KeyPair pair = numbered_pair(1);
  pair.timing = {
      {"Created", "20260101000000"}, {"Activate", "20260301000000"}, {"Delete", "20270101000000"}};
  ASSERT_TRUE(write_key_pair(directory, pair).ok());
  const auto read = read_key_pair(pair.base_name);
  const auto of_public = read_public_key(pair.base_name);
  ASSERT_TRUE(read.ok() && of_public.ok());
  EXPECT_EQ(read->timing, pair.timing);
  EXPECT_EQ(of_public->timing, pair.timing);
  const auto timing = KeyTiming::read(read->timing);
  ASSERT_TRUE(timing.ok());
  EXPECT_EQ(timing->activate->iso(), "2026-03-01T00:00:00Z");
  EXPECT_EQ(timing->remove->iso(), "2027-01-01T00:00:00Z");
  EXPECT_FALSE(timing->publish);
  EXPECT_FALSE(timing->is_silent());
  for (const char* time : {"", "now", "2026", "20261301000000", "1767225600", "202601010000000"})
    EXPECT_FALSE(KeyTiming::read({{"Publish", time}}).ok()) << time;
  EXPECT_TRUE(KeyTiming::read({{"Predecessor", "1"}})->is_silent());
}

TEST_F(KeyStore, names_a_private_file_without_its_key_file) {
  const KeyPair pair = make();
  std::filesystem::remove(pair.base_name + ".key");
  const auto files = read_zone_keys(directory, *Name::parse("example."));
  ASSERT_FALSE(files.ok());
  EXPECT_EQ(files.error().where.source, pair.base_name + ".private");
}

TEST_F(KeyStore, tells_a_private_key_that_all_can_read) {
  const KeyPair pair = make();
  EXPECT_FALSE(read_key_pair(pair.base_name)->is_exposed);
  using std::filesystem::perms;
  for (const perms each : {perms::others_read, perms::others_write}) {
    std::filesystem::permissions(pair.base_name + ".private", perms::owner_read | each);
    EXPECT_TRUE(read_key_pair(pair.base_name)->is_exposed);
  }
  std::filesystem::permissions(pair.base_name + ".private", perms::owner_read | perms::group_read);
  EXPECT_FALSE(read_key_pair(pair.base_name)->is_exposed) << "a group of its own is usual";
}

TEST_F(KeyStore, says_which_file_is_missing) {
  const auto nothing = read_key_pair(path("Kexample.+013+00001"));
  ASSERT_FALSE(nothing.ok());
  EXPECT_EQ(nothing.error().code, ErrorCode::file_failure);
  EXPECT_NE(nothing.error().message().find("Kexample.+013+00001.key"), std::string::npos);
  EXPECT_EQ(make_key_pair(path("nowhere"), {*Name::parse("example.")}).error().code,
            ErrorCode::file_failure);
}

TEST_F(KeyStore, refuses_a_private_key_of_another_public_key) {
  const KeyPair left = make();
  const KeyPair right = make();
  std::filesystem::copy_file(left.base_name + ".private", right.base_name + ".private",
                             std::filesystem::copy_options::overwrite_existing);
  const auto read = read_key_pair(right.base_name);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::bad_key);
  EXPECT_EQ(read.error().where.source, right.base_name + ".private");
}

TEST(KeyFile, reads_the_forms_that_others_write) {
  const std::string key = "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=";
  const std::string texts[] = {
      "example.com. IN DNSKEY 257 3 15 " + key + "\n",
      "; comment\nexample.com. 3600 IN DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9 "
      "RMzZHJpBoRQwAQEX1SxZJA4=",
      "example.com.\tIN\tDNSKEY\t257 3 15 " + key + " ;{id = 3613 (ksk), size = 256b}\n",
      "Example.COM IN DNSKEY ( 257 3 ED25519\n  " + key + " )",
  };
  for (const std::string& text : texts) {
    const auto file = KeyFile::read(text, "a.key");
    ASSERT_TRUE(file.ok()) << file.error().message();
    EXPECT_EQ(file->zone, *Name::parse("example.com."));
    EXPECT_EQ(rr::dnskey_tag(file->dnskey), 3613);
  }
}

TEST(KeyFile, refuses_what_is_not_one_dnskey) {
  const std::string record =
      "example. IN DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=\n";
  for (const std::string& text :
       {std::string("; nothing\n"), record + record, std::string("example. IN A 192.0.2.1\n"),
        std::string("example. IN DNSKEY 257 2 15 AAAA\n"), std::string("$INCLUDE other\n")}) {
    const auto file = KeyFile::read(text, "a.key");
    ASSERT_FALSE(file.ok());
    EXPECT_EQ(file.error().where.source, "a.key");
  }
}

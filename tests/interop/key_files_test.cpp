// Private keys that the installed peers made are read, belong to their DNSKEYs, and sign.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "vouch/crypto/key_store.hpp"

using namespace vouch;

namespace {

struct Peer {
  const char* program;
  const char* command;  ///< before the size and the zone
  const char* algorithm;
  unsigned bits;
};

void PrintTo(const Peer& peer, std::ostream* to) { *to << peer.command << ' ' << peer.algorithm; }

std::string test_name(const testing::TestParamInfo<Peer>& parameter) {
  std::string name = std::string(parameter.param.program) + "_" + parameter.param.algorithm;
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
}

bool is_installed(const char* program) {
  return std::system((std::string("command -v ") + program + " > /dev/null").c_str()) == 0;
}

// The first line that a command prints.
std::string output_of(const std::string& command) {
  std::FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 300> line{};
  if (pipe == nullptr || std::fgets(line.data(), line.size(), pipe) == nullptr) line[0] = '\0';
  if (pipe != nullptr) ::pclose(pipe);
  std::string text = line.data();
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

class KeyFiles : public testing::TestWithParam<Peer> {
 protected:
  void SetUp() override {
    if (!is_installed(GetParam().program))
      GTEST_SKIP() << GetParam().program << " is not installed";
    std::string name = (std::filesystem::temp_directory_path() / "vouch-peer-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory = name;
  }
  void TearDown() override {
    if (!directory.empty()) std::filesystem::remove_all(directory);
  }

  std::string directory;
};

}  // namespace

TEST_P(KeyFiles, of_a_peer_are_read_and_sign) {
  const Peer& peer = GetParam();
  std::string command = "cd " + directory + " && " + peer.command + " -a " + peer.algorithm;
  if (peer.bits != 0) command += " -b " + std::to_string(peer.bits);
  const std::string base_name = output_of(command + " peer.example. 2> /dev/null");
  ASSERT_NE(base_name, "");
  const auto pair = read_key_pair(directory + "/" + base_name);
  ASSERT_TRUE(pair.ok()) << pair.error().message();
  EXPECT_EQ(key_base_name(pair->zone, pair->key.algorithm(), pair->key_tag), base_name);
  EXPECT_EQ(pair->key.algorithm(), parse_algorithm(peer.algorithm));
  const auto verifier =
      PublicKey::read(pair->key.algorithm(), OctetView(pair->dnskey()).subspan(4));
  const auto signature = pair->key.sign(octets_of("text"));
  ASSERT_TRUE(verifier.ok() && signature.ok());
  EXPECT_TRUE(verifier->verify(octets_of("text"), *signature));
  const auto all = read_zone_keys(directory, pair->zone);
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->pairs.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Peers, KeyFiles,
    testing::Values(Peer{"dnssec-keygen", "dnssec-keygen -q", "RSASHA256", 1024},
                    Peer{"dnssec-keygen", "dnssec-keygen -q", "RSASHA512", 2048},
                    Peer{"dnssec-keygen", "dnssec-keygen -q", "ECDSAP256SHA256", 0},
                    Peer{"dnssec-keygen", "dnssec-keygen -q -f KSK", "ECDSAP384SHA384", 0},
                    Peer{"dnssec-keygen", "dnssec-keygen -q", "ED25519", 0},
                    Peer{"dnssec-keygen", "dnssec-keygen -q", "ED448", 0},
                    Peer{"ldns-keygen", "ldns-keygen", "RSASHA256", 1024},
                    Peer{"ldns-keygen", "ldns-keygen", "ECDSAP256SHA256", 0},
                    Peer{"ldns-keygen", "ldns-keygen -k", "ECDSAP384SHA384", 0},
                    Peer{"ldns-keygen", "ldns-keygen", "ED25519", 0}),
    test_name);

#include "lab/walkthrough.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "lab/child_process.hpp"

namespace vouch::lab {
namespace {

/// One command, what to see in it, and how it must end.
struct WalkStep {
  std::string title;
  std::string what_to_see;
  std::vector<std::string> command;  ///< without `vouch`
  int exit_code = 0;
  std::string must_say = {};  ///< in the output
};

/// The command lines of the lab.
class Commands {
 public:
  explicit Commands(const LabPlace& place) : place_(place) {}

  std::vector<std::string> dig(const std::string& words) const {
    return split(fmt::format("dig @{} -p {} {}", resolver_address, place_.port, words));
  }
  std::vector<std::string> dig_at(LabServer server, const std::string& words) const {
    return split(fmt::format("dig @{} -p {} {}", address_of(server), place_.port, words));
  }
  std::vector<std::string> chain(const std::string& words) const {
    return split(fmt::format("chain {} --root-hints {} --anchor {} --query-port {}", words,
                             place_.path("root.hints"), place_.path("root.anchors"), place_.port));
  }
  static std::vector<std::string> split(const std::string& words) {
    std::vector<std::string> list;
    std::size_t begin = 0;
    while (begin < words.size()) {
      const std::size_t end = std::min(words.find(' ', begin), words.size());
      if (end > begin) list.push_back(words.substr(begin, end - begin));
      begin = end + 1;
    }
    return list;
  }

 private:
  const LabPlace& place_;
};

std::vector<WalkStep> asking_steps(const LabPlace& place) {
  const Commands commands(place);
  const std::string anchors = "+anchor=" + place.path("root.anchors");
  return {
      {"An address, as everybody asks for it",
       "The resolver went from the root to com. to example.com. and checked every step, but this "
       "output does not say so.",
       commands.dig("www.example.com +short"), 0, "192.0.2.80"},
      {"The same with its signature",
       "The second line is an RRSIG: type, algorithm 13, labels, TTL, the dates between which it "
       "holds, the tag of the key, the zone that signed, and the signature.",
       commands.dig("www.example.com +short +dnssec"), 0, "A 13 3"},
      {"Who says that it was checked",
       "`ad` among the flags: the resolver vouches that all of this was proven.",
       commands.dig("www.example.com +dnssec +noall +comments"), 0, " ad;"},
      {"The keys of the zone",
       "256 is the key that signs the records, 257 the one that signs the keys, the entry into the "
       "zone.",
       commands.dig("example.com DNSKEY +short"), 0, "257 3 13"},
      {"What the parent says of them",
       "A DS record in com. is the digest of key 257. That is how a parent vouches for its child.",
       commands.dig("example.com DS +short"), 0, " 13 2 "},
      {"The way down from the root",
       "Each zone refers to the next, with the DS and its signature; nothing is validated here.",
       commands.dig_at(LabServer::root, "example.com DS +trace"), 0, "Received"},
      {"The whole chain, checked here",
       "From the address up to the root's key, which is the only thing that is trusted beforehand. "
       "This does not trust the resolver: it fetches all records and checks them itself.",
       commands.dig("www.example.com +noall +answer +sigchase +validate " + anchors), 0,
       "validation is ok: SUCCESS"},
      {"A name that does not exist",
       "The proof is a signed NSEC record: between these two names there is nothing.",
       commands.dig("nowhere.nsec.test +dnssec +noall +authority +comments"), 0, "NXDOMAIN"},
      {"A forged answer",
       "Somebody changed the address after it was signed. The resolver does not hand it out: "
       "SERVFAIL, and EDE says why, with the section of the RFC.",
       commands.dig("www.altered.test"), 0, "SERVFAIL"},
      {"The same without checking",
       "With CD the client says that it checks itself: here is what was refused.",
       commands.dig("www.altered.test +cd +short"), 0, "192.0.2.81"},
      {"Signatures that were forgotten", "The most frequent accident: nobody signed again in time.",
       commands.dig("www.expired.test +noall +comments"), 0, "Signature Expired"},
  };
}

std::vector<WalkStep> chain_steps(const LabPlace& place) {
  const Commands commands(place);
  std::vector<WalkStep> steps{
      {"The chain of trust of a good name",
       "Every server of every zone was asked, from the root down.",
       commands.chain("www.example.com"), 0, "secure"},
      {"The chain of a broken name",
       "Where it breaks, what follows from that, and the command that mends it.",
       commands.chain("www.wrong-ds.test"), 3, "bogus"},
  };
  for (const char* name : {"www.example.com", "www.wrong-ds.test"}) {
    for (const char* format : {"svg", "html"}) {
      steps.push_back(
          {fmt::format("The same as {}", format == std::string("svg") ? "a picture" : "a page"), "",
           commands.chain(fmt::format("{} --format {} -o {}", name, format,
                                      place.path(std::string(name) + "." + format))),
           name == std::string("www.example.com") ? 0 : 3});
    }
  }
  return steps;
}

// Real records of 2016, where they are at hand.
std::vector<WalkStep> recorded_steps() {
  const std::string file = "../shared/data/cloudflare-2016.zone";
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return {};
  return {{"Real records of March 2016",
           "Signatures of www.cloudflare.com, checked as of the day on which they were recorded.",
           Commands::split("verify --rrsets --at 2016-03-15T00:00:00Z " + file), 0, "35273"}};
}

void print_step(const WalkStep& step, unsigned number, const Print& print) {
  print(fmt::format("\n{}. {}\n", number, step.title), Ink::strong);
  if (!step.what_to_see.empty()) print(step.what_to_see + "\n", Ink::faint);
  std::string line = "$ vouch";
  for (const std::string& word : step.command) line += " " + word;
  print(line + "\n", Ink::good);
}

}  // namespace

Result<unsigned> walk_through(const LabPlace& place, const std::string& executable,
                              const Print& print, const StopSignal& stop) {
  std::vector<WalkStep> steps = asking_steps(place);
  for (const auto& more : {chain_steps(place), recorded_steps()})
    steps.insert(steps.end(), more.begin(), more.end());
  unsigned failures = 0;
  unsigned number = 0;
  for (const WalkStep& step : steps) {
    print_step(step, ++number, print);
    std::vector<std::string> command{executable};
    command.insert(command.end(), step.command.begin(), step.command.end());
    VOUCH_TRY(const CommandResult result, run_command(command));
    VOUCH_CHECK(stop.check());
    print(result.output, Ink::plain);
    const bool is_good = result.exit_code == step.exit_code &&
                         result.output.find(step.must_say) != std::string::npos;
    if (is_good) continue;
    ++failures;
    print(fmt::format(
              "This is not what was to be seen: exit code {}, '{}' was to be in the output.\n",
              result.exit_code, step.must_say),
          Ink::bad);
  }
  return failures;
}

}  // namespace vouch::lab

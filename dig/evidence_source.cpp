#include "dig/evidence_source.hpp"

#include "dig/engine/query_message.hpp"
#include "net/random.hpp"

namespace vouch::dig {
namespace {

// What proofs need, whatever the request said.
Request proof_request(const Request& request) {
  Request proof = request;
  proof.edns = proof.dnssec = true;
  proof.edns_version = 0;
  proof.udp_size = 1232;
  proof.checking_disabled = true;
  proof.recurse = true;
  proof.header_only = proof.ignore_truncation = false;
  proof.opcode.reset();
  proof.id.reset();
  proof.display.comments = false;
  return proof;
}

FetchFailure failure_of(const Error& error) {
  return error.detail.find("timed out") != std::string::npos ? FetchFailure::timeout
                                                             : FetchFailure::unreachable;
}

}  // namespace

Result<EvidenceSource> EvidenceSource::make(const Request& request, std::vector<Server> servers) {
  EvidenceSource source(request, std::move(servers));
  if (source.request_.hints.empty()) return source;
  VOUCH_TRY(source.root_, root_servers_of_file(source.request_));
  return source;
}

EvidenceSource::EvidenceSource(const Request& request, std::vector<Server> servers)
    : request_(proof_request(request)), servers_(std::move(servers)) {}

Result<Exchange> EvidenceSource::ask(const Question& question) {
  if (!root_.empty()) return Walk(request_, root_).ask(question);
  Octets cookie(8);
  net::fill_random(cookie);
  VOUCH_TRY(Message query, query_message(request_, net::random_u16(), cookie));
  query.questions = {question};
  return exchange(request_, servers_, query);
}

Evidence EvidenceSource::take(const Exchange& exchange) {
  std::string server = exchange.server.address.text();
  if (!exchange.server.name.empty() &&
      exchange.server.name != exchange.server.address.address_text())
    server += " (" + exchange.server.name + ")";
  Evidence evidence = Evidence::from_message(exchange.reply, std::move(server));
  seen_.push_back(evidence);
  return evidence;
}

Evidence EvidenceSource::fetch(const Question& question) {
  const auto reply = ask(question);
  if (!reply.ok()) {
    seen_.push_back(Evidence::failed(question, failure_of(reply.error())));
    return seen_.back();
  }
  Evidence evidence = take(*reply);
  evidence.question = question;
  return evidence;
}

}  // namespace vouch::dig

module foedus/deploy/clients/kaia

go 1.26

require (
	github.com/kaiachain/kaia v1.0.3
	github.com/supranational/blst v0.3.15
)

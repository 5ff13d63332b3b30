# The last part of the demo: one whole service from the Terraform module and from
# CDK, from the same profile, side by side. Sourced by demo.sh.

printf '\n'
say '# The whole service, from the Terraform module and from CDK.'
aws=$("$root/scripts/aws-provider.sh")
os_arch=$(go env GOOS)_$(go env GOARCH)
aws_mirror=$scratch/mirror/registry.terraform.io/hashicorp/aws/6.50.0/$os_arch
graceful_mirror=$scratch/mirror/registry.terraform.io/graceful-ecs/graceful/0.1.0/$os_arch
mkdir -p "$aws_mirror" "$graceful_mirror"
ln -s "$aws" "$aws_mirror/terraform-provider-aws_v6.50.0_x5"
cp "$root/bin/terraform-provider-graceful" "$graceful_mirror/terraform-provider-graceful_v0.1.0"
cat >"$scratch/cli.tfrc" <<CLI
provider_installation {
  filesystem_mirror {
    path    = "$scratch/mirror"
    include = ["graceful-ecs/graceful", "hashicorp/aws"]
  }
}
CLI

mkdir "$scratch/whole"
(cd "$root" && git ls-files -z examples modules | xargs -0 tar cf -) | tar xf - -C "$scratch/whole"
cd "$scratch/whole/examples/terraform/web-api"
# Without refresh nothing is asked of AWS, so that any credentials do.
cat >demo_override.tf <<'TF'
provider "aws" {
  access_key                  = "demo"
  secret_key                  = "demo"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
TF
quietly init terraform init -input=false
quietly plan terraform plan -refresh=false -input=false -out=plan -var vpc_id=vpc-12345678 \
  -var 'subnet_ids=["subnet-a","subnet-b"]' -var 'public_subnet_ids=["subnet-c","subnet-d"]'
terraform show -json plan >"$scratch/plan.json"
say '==> synthesising the CDK app (some minutes of compiling the first time)'
(cd "$root/examples/cdk/web-api" && quietly synth env CDK_OUTDIR="$scratch/cdk.out" go run .)
(cd "$root" && go run ./internal/sidebyside "$scratch/plan.json" "$scratch/cdk.out/WebApi.template.json")

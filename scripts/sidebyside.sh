# The last part of the demo: one whole service from the Terraform module and from
# CDK, from the same profile, side by side. The module's plan needs the AWS provider;
# where it is neither kept here nor got from the registry at once, the module's side
# is what it was last recorded to send. Sourced by demo.sh.

printf '\n'
say '# The whole service, from the Terraform module and from CDK.'

# from_plan AWS: a plan of the module's example beside the template of CDK's.
from_plan() {
  local aws=$1 os_arch aws_mirror graceful_mirror
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
  (cd "$root/examples/cdk/web-api" && beating quietly synth env CDK_OUTDIR="$scratch/cdk.out" go run .)
  (cd "$root" && beating go run ./internal/sidebyside "$scratch/plan.json" "$scratch/cdk.out/WebApi.template.json")
}

# from_record: the module's recorded requests of one case beside the construct's
# template of it, made now; every value of the two is compared.
from_record() {
  say '==> There is no AWS provider here, so the module is not planned now: its column is what it was'
  say '    last recorded to send to AWS, for the case framework-arguments of internal/parity. The'
  say '    column of CDK is made now. This builds the provider, in about half an hour on two cores, and'
  say '    then the demo plans examples/terraform/web-api with it:'
  say ''
  say '      scripts/aws-provider.sh'
  say ''
  say '==> synthesising with CDK (some minutes of compiling the first time)'
  (cd "$root" && beating go build -o "$scratch/sidebyside" ./internal/sidebyside && "$scratch/sidebyside" -recorded framework-arguments)
}

if aws=$("$root/scripts/aws-provider.sh" --quickly); then from_plan "$aws"; else from_record; fi

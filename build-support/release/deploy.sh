#!/bin/sh
# Deploys this release of CDR Webhooks to the AWS account and region of your credentials:
# sh deploy.sh [--yes] [--only STACK]
#
# Needs the AWS CLI (1 or 2), credentials of an administrator, and sha256sum or shasum. The settings of the environment are
# part of the templates. The script prepares an account in which the CDK was never used, uploads missing files, and creates
# or updates the stacks in their order. If it stops, remove the cause and run it again. With --yes it does not ask before
# it begins. With --only it creates or updates one of the stacks that the file STACKS lists, and leaves the others.
set -eu
export AWS_PAGER=
cd "$(dirname "$0")"

stop() {
  echo "$1" >&2
  exit 1
}

yes=
only=
while [ $# -gt 0 ]; do
  case $1 in
    --yes) yes=yes ;;
    --only)
      only=${2-}
      known=$(cut -d ' ' -f 1 STACKS)
      # shellcheck disable=SC2086
      case " $(echo $known) " in
        *" $only "*) shift ;;
        *) stop "--only needs the name of a stack of this release: $known" ;;
      esac
      ;;
    *) stop "Unknown: $1. Use: sh deploy.sh [--yes] [--only STACK]" ;;
  esac
  shift
done

command -v aws >/dev/null 2>&1 || stop "The AWS CLI is needed and was not found: https://aws.amazon.com/cli"
sums=sha256sum
command -v sha256sum >/dev/null 2>&1 || sums="shasum -a 256"
$sums -c SHA256SUMS >/dev/null 2>&1 || stop "A file of this release is missing or was changed: $sums -c SHA256SUMS names it."
home=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
[ -n "$home" ] || stop "Name the region: AWS_REGION=eu-central-1 sh deploy.sh"
caller=$(aws sts get-caller-identity --region "$home" --query '[Account, Arn]' --output text)
account=$(echo "$caller" | cut -f 1)
partition=$(echo "$caller" | cut -f 2 | cut -d : -f 2)

echo "$(cat RELEASE): account $account, region $home"
echo "SHA-256 of SHA256SUMS (compare it with the hash that you received with the release): $($sums SHA256SUMS | cut -d ' ' -f 1)"
if [ -z "$yes" ]; then
  printf 'Deploy it there? Type yes: '
  read -r answer || answer=
  [ "$answer" = yes ] || stop "Nothing was changed."
fi

region_of() { if [ "$1" = - ]; then echo "$home"; else echo "$1"; fi; }
bucket_in() { echo "cdk-hnb659fds-assets-$account-$1"; }

chosen() { [ -z "$only" ] || [ "$1" = "$only" ]; }

# CloudFormation cannot update a stack whose first creation failed.
updatable() {
  state=$(aws cloudformation describe-stacks --region "$1" --stack-name "$2" --query 'Stacks[0].StackStatus' --output text \
    </dev/null 2>/dev/null || true)
  [ "$state" != ROLLBACK_COMPLETE ] ||
    stop "The first creation of $2 has failed (ROLLBACK_COMPLETE). Delete the failed stack, then run this script again:
  aws cloudformation delete-stack --region $1 --stack-name $2"
}

# Does the work of "cdk bootstrap": creates a bucket for files, and the role that CloudFormation uses.
bootstrap() {
  found=$(aws ssm get-parameters --region "$1" --names /cdk-bootstrap/hnb659fds/version --query 'Parameters[0].Value' --output text)
  case $found in
    None | '') ;;
    *)
      [ "$found" -ge "$(cat BOOTSTRAP)" ] ||
        stop "The stack CDKToolkit in $1 has version $found, and this release needs $(cat BOOTSTRAP): update it with a newer CDK."
      return 0
      ;;
  esac
  echo "bootstrap  $1"
  updatable "$1" CDKToolkit
  aws cloudformation deploy --region "$1" --stack-name CDKToolkit --template-file bootstrap.template.yaml \
    --capabilities CAPABILITY_NAMED_IAM --no-fail-on-empty-changeset --parameter-overrides \
    "CloudFormationExecutionPolicies=arn:$partition:iam::aws:policy/AdministratorAccess" FileAssetsBucketKmsKeyId=AWS_MANAGED_KEY
}

for region in $(cut -d ' ' -f 2 STACKS | sort -u); do
  region=$(region_of "$region")
  bootstrap "$region"
  # The bucket's name is easy to guess, so another account may own it.
  aws s3api head-bucket --region "$region" --bucket "$(bucket_in "$region")" --expected-bucket-owner "$account" \
    </dev/null >/dev/null ||
    stop "The bucket $(bucket_in "$region") is missing, or is not of account $account: nothing was uploaded to it."
done

while read -r file region key; do
  region=$(region_of "$region")
  bucket=$(bucket_in "$region")
  # The key is a hash of the content, so an object with this key is this file.
  if ! aws s3api head-object --region "$region" --bucket "$bucket" --key "$key" </dev/null >/dev/null 2>&1; then
    echo "upload     $file"
    aws s3 cp --region "$region" --only-show-errors "$file" "s3://$bucket/$key" </dev/null
  fi
done <ASSETS

while read -r stack region protected tags; do
  chosen "$stack" || continue
  region=$(region_of "$region")
  echo "stack      $stack"
  updatable "$region" "$stack"
  # shellcheck disable=SC2086
  aws cloudformation deploy --region "$region" --stack-name "$stack" --template-file "templates/$stack.template.json" \
    --s3-bucket "$(bucket_in "$region")" --s3-prefix "templates/$stack" --capabilities CAPABILITY_NAMED_IAM \
    --role-arn "arn:$partition:iam::$account:role/cdk-hnb659fds-cfn-exec-role-$account-$region" \
    --no-fail-on-empty-changeset ${tags:+--tags $tags} </dev/null
  if [ "$protected" = protected ]; then
    aws cloudformation update-termination-protection --region "$region" --stack-name "$stack" \
      --enable-termination-protection </dev/null >/dev/null
  fi
done <STACKS

while read -r stack region _; do
  chosen "$stack" || continue
  # Only other stacks use the outputs that begin with Exports.
  aws cloudformation describe-stacks --region "$(region_of "$region")" --stack-name "$stack" --output text \
    --query 'Stacks[0].Outputs[?!starts_with(OutputKey, `Exports`)].[OutputKey, OutputValue]' </dev/null
done <STACKS
echo "Deployed: $(cat RELEASE)"

package parity

func createRole(f *folder, e Exchange) error {
	trust, err := document(text(e.Request, "AssumeRolePolicyDocument"))
	if err != nil {
		return err
	}
	request := without(e.Request, "AssumeRolePolicyDocument")
	r := f.create(typeRole, request, "arn", text(e.Response, "CreateRoleResponse", "CreateRoleResult", "Role", "Arn"))
	r.Properties["assumeRolePolicyDocument"] = lower(trust)
	f.byIdentity["role:"+text(e.Request, "RoleName")] = r
	return nil
}

func attachRolePolicy(f *folder, e Exchange) error {
	r, err := f.find("role:" + text(e.Request, "RoleName"))
	if err == nil {
		r.add("managedPolicyArns", text(e.Request, "PolicyArn"))
	}
	return err
}

func putRolePolicy(f *folder, e Exchange) error {
	r, err := f.find("role:" + text(e.Request, "RoleName"))
	if err != nil {
		return err
	}
	policy, err := document(text(e.Request, "PolicyDocument"))
	if err != nil {
		return err
	}
	r.add("policies", map[string]any{"policyName": text(e.Request, "PolicyName"), "policyDocument": lower(policy)})
	return nil
}

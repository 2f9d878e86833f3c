// Tests make clients of the SDK by themselves, too: what it says of the version of Node would stand between their lines.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
